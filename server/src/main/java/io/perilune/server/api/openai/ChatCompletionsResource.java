package io.perilune.server.api.openai;

import io.perilune.server.answer.Answers;
import io.perilune.server.answer.ClientOrigin;
import io.perilune.server.chat.ChatPipeline;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.json.RequestBody;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code POST /v1/chat/completions}. */
@Path("/v1/chat/completions")
public class ChatCompletionsResource {
  private final ModelHost host;
  private final Answers answers;
  private final ClientOrigin origin;
  private final int slots;

  /** For dependency injection. */
  public ChatCompletionsResource(
      ModelHost host, Answers answers, ClientOrigin origin, PeriluneConfig config) {
    this.host = host;
    this.answers = answers;
    this.origin = origin;
    this.slots = config.parallel();
  }

  /** Answers a conversation. All that can refuse it happens before the first byte is sent. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public Response complete(InputStream body) throws InterruptedException {
    ChatCompletionRequest request = ChatCompletionRequest.read(RequestBody.read(body), slots);
    ServedModel model = host.model(request.model());
    return answers.send(
        ChatPipeline.start(
            model, request.chat(), origin.of(request.promptCacheKey()), request.choices()),
        new CompletionForm(AnswerHead.of(model), request.includeUsage(), request.logprobs()),
        request.stream());
  }
}
