package io.perilune.server.api.openai.responses;

import io.perilune.server.answer.Answers;
import io.perilune.server.answer.ClientOrigin;
import io.perilune.server.chat.ChatGeneration;
import io.perilune.server.chat.ChatPipeline;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.json.RequestBody;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code POST /v1/responses}. */
@Path("/v1/responses")
public class ResponsesResource {
  private final ModelHost host;
  private final Answers answers;
  private final ClientOrigin origin;

  /** For dependency injection. */
  public ResponsesResource(ModelHost host, Answers answers, ClientOrigin origin) {
    this.host = host;
    this.answers = answers;
    this.origin = origin;
  }

  /** Answers a conversation. All that can refuse it happens before the first byte is sent. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public Response create(InputStream body) throws InterruptedException {
    ResponsesRequest request = ResponsesRequest.read(RequestBody.read(body));
    ServedModel model = host.model(request.model());
    ChatGeneration generation =
        ChatPipeline.start(model, request.chat(), origin.of(request.promptCacheKey()));
    return answers.send(
        generation, new ResponseForm(ResponseHead.of(model, request)), request.stream());
  }
}
