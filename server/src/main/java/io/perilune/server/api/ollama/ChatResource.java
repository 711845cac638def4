package io.perilune.server.api.ollama;

import io.perilune.server.answer.Answers;
import io.perilune.server.answer.ClientOrigin;
import io.perilune.server.chat.ChatPipeline;
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

/** {@code POST /api/chat}. */
@Path("/api/chat")
public class ChatResource {
  private final ModelHost host;
  private final Answers answers;
  private final ClientOrigin origin;

  /** For dependency injection. */
  public ChatResource(ModelHost host, Answers answers, ClientOrigin origin) {
    this.host = host;
    this.answers = answers;
    this.origin = origin;
  }

  /** Answers a conversation. All that can refuse it happens before the first byte is sent. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public Response chat(InputStream body) throws InterruptedException {
    Fields fields = RequestBody.read(body);
    ServedModel model = host.model(ChatBody.model(fields));
    if (ChatBody.onlyLoads(fields)) {
      return Response.ok(ChatAnswer.loaded(model.name()), MediaType.APPLICATION_JSON_TYPE).build();
    }
    ChatBody request = ChatBody.read(fields);
    return answers.send(
        ChatPipeline.start(model, request.chat(), origin.of(Optional.empty())),
        new ChatForm(model.name()),
        request.stream());
  }
}
