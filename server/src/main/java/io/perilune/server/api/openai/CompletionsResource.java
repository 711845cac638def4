package io.perilune.server.api.openai;

import io.perilune.server.answer.Answers;
import io.perilune.server.answer.ClientOrigin;
import io.perilune.server.chat.PlainPipeline;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.config.PeriluneConfig;
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

/** {@code POST /v1/completions}: continues a prompt without a chat template. */
@Path("/v1/completions")
public class CompletionsResource {
  private final ModelHost host;
  private final Answers answers;
  private final ClientOrigin origin;
  private final int slots;

  /** For dependency injection. */
  public CompletionsResource(
      ModelHost host, Answers answers, ClientOrigin origin, PeriluneConfig config) {
    this.host = host;
    this.answers = answers;
    this.origin = origin;
    this.slots = config.parallel();
  }

  /** Continues a prompt. All that can refuse it happens before the first byte is sent. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public Response complete(InputStream body) throws InterruptedException {
    Fields fields = RequestBody.read(body);
    ServedModel model = host.model(fields.string("model"));
    TextCompletionRequest request = TextCompletionRequest.read(fields, model, slots);
    String echo = request.echo() ? request.plain().prompt().text(model.tokenizer()) : "";
    return answers.send(
        PlainPipeline.start(model, request.plain(), origin.of(Optional.empty()), request.choices()),
        new TextCompletionForm(
            AnswerHead.ofText(model), echo, request.includeUsage(), request.logprobs()),
        request.stream());
  }
}
