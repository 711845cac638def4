package io.perilune.server.api.anthropic;

import io.perilune.server.answer.Answers;
import io.perilune.server.answer.ClientOrigin;
import io.perilune.server.chat.ChatGeneration;
import io.perilune.server.chat.ChatPipeline;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.json.RequestBody;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;

/** {@code POST /v1/messages} and {@code POST /v1/messages/count_tokens}. */
@Path(MessagesResource.PATH)
public class MessagesResource {
  /** Where this API is. */
  public static final String PATH = "/v1/messages";

  /** The header with which clients of this API say so, at any path. */
  public static final String VERSION_HEADER = "anthropic-version";

  private final ModelHost host;
  private final Answers answers;
  private final ClientOrigin origin;
  private final CurrentVertxRequest current;

  /** For dependency injection. */
  public MessagesResource(
      ModelHost host, Answers answers, ClientOrigin origin, CurrentVertxRequest current) {
    this.host = host;
    this.answers = answers;
    this.origin = origin;
    this.current = current;
  }

  /** Answers a conversation. All that can refuse it happens before the first byte is sent. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public Response create(InputStream body) throws InterruptedException {
    String requestId = RequestIds.of(current.getCurrent());
    MessagesRequest request = MessagesRequest.read(RequestBody.read(body));
    ServedModel model = host.model(request.model());
    ChatGeneration generation =
        ChatPipeline.start(model, request.chat(), origin.of(Optional.empty()));
    MessageHead head = MessageHead.of(model, generation.promptTokens(), request.showThinking());
    return answers.send(generation, new MessageForm(head, requestId), request.stream());
  }

  /** Counts the tokens of the prompt that a conversation makes. */
  @POST
  @Path("/count_tokens")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public TokenCount countTokens(InputStream body) {
    RequestIds.of(current.getCurrent());
    MessagesRequest request = MessagesRequest.readToCount(RequestBody.read(body));
    return new TokenCount(ChatPipeline.countTokens(host.model(request.model()), request.chat()));
  }
}
