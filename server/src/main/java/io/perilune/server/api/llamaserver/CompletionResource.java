package io.perilune.server.api.llamaserver;

import io.perilune.server.answer.Answers;
import io.perilune.server.answer.ClientOrigin;
import io.perilune.server.chat.PlainPipeline;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.json.Fields;
import io.perilune.server.json.RequestBody;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;

/** {@code POST /completion} and {@code POST /completions}: continue a prompt. */
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
public class CompletionResource {
  private final ModelHost host;
  private final Answers answers;
  private final ClientOrigin origin;

  /** For dependency injection. */
  public CompletionResource(ModelHost host, Answers answers, ClientOrigin origin) {
    this.host = host;
    this.answers = answers;
    this.origin = origin;
  }

  /** Continues a prompt. All that can refuse it happens before the first byte is sent. */
  @POST
  @Path("completion")
  @RunOnVirtualThread
  public Response complete(InputStream body) throws InterruptedException {
    Fields fields = RequestBody.read(body);
    ServedModel model = host.model(fields.string("model"));
    CompletionRequest request = CompletionRequest.read(fields, model);
    return answers.send(
        PlainPipeline.start(model, request.plain(), origin.of(Optional.empty()), 1),
        new CompletionForm(model, request),
        request.stream());
  }

  /** The older name of the same. */
  @POST
  @Path("completions")
  @RunOnVirtualThread
  public Response completeAsEver(InputStream body) throws InterruptedException {
    return complete(body);
  }
}
