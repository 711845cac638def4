package io.perilune.server.api.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.server.chat.ChatGeneration;
import io.perilune.server.chat.ChatPipeline;
import io.perilune.server.chat.Completion;
import io.perilune.server.chat.GenerationCancelledException;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import io.perilune.server.error.InternalErrors;
import io.perilune.server.json.RequestBody;
import io.perilune.server.sse.ClientConnection;
import io.perilune.server.sse.ClientGoneException;
import io.perilune.server.sse.EventStream;
import io.perilune.server.sse.SseWriter;
import io.perilune.toolcall.MessageFolder;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** {@code POST /v1/chat/completions}. */
@Path("/v1/chat/completions")
public class ChatCompletionsResource {
  private final ModelHost host;
  private final PeriluneConfig.Stream settings;
  private final ObjectMapper json;
  private final CurrentVertxRequest current;

  /** For dependency injection. */
  public ChatCompletionsResource(
      ModelHost host, PeriluneConfig config, ObjectMapper json, CurrentVertxRequest current) {
    this.host = host;
    this.settings = config.stream();
    this.json = json;
    this.current = current;
  }

  /** Answers a conversation. All that can refuse it happens before the first byte is sent. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public Response complete(@HeaderParam("Content-Type") String type, InputStream body)
      throws InterruptedException {
    // Browsers send a body without a type to any site unasked; JSON they do not.
    if (type == null) {
      throw new NotSupportedException();
    }
    ChatCompletionRequest request = ChatCompletionRequest.read(RequestBody.read(body));
    ServedModel model = host.model(request.model());
    ChatGeneration generation = ChatPipeline.start(model, request.chat());
    ClientConnection client = new ClientConnection(current.getCurrent());
    client.whenGone(generation::cancel);
    AnswerHead head = AnswerHead.of(model);
    if (request.stream()) {
      EventStream stream =
          response -> {
            SseWriter events = new SseWriter(response, client, settings.stallLimit());
            stream(generation, head, request.includeUsage(), events);
          };
      return Response.ok(stream, MediaType.SERVER_SENT_EVENTS_TYPE).build();
    }
    return Response.ok(whole(generation, head), MediaType.APPLICATION_JSON_TYPE).build();
  }

  private ChatCompletion whole(ChatGeneration generation, AnswerHead head)
      throws InterruptedException {
    try (generation) {
      MessageFolder answer = new MessageFolder();
      Completion completion = generation.run(answer, () -> {}, settings.heartbeat());
      return ChatCompletion.of(head, answer.message(completion.reason()), completion.stats());
    } catch (GenerationCancelledException e) {
      throw modelClosed();
    }
  }

  private void stream(
      ChatGeneration generation, AnswerHead head, boolean includeUsage, SseWriter events) {
    ChunkEncoder chunks = new ChunkEncoder(events, json.writer(), head, settings.heartbeat());
    try (generation) {
      chunks.begin();
      Completion completion = generation.run(chunks, chunks::breakSilence, settings.heartbeat());
      chunks.end(completion, includeUsage);
    } catch (ClientGoneException e) {
      // Nobody is left to be told.
    } catch (ApiException e) {
      chunks.fail(e);
    } catch (GenerationCancelledException e) {
      chunks.fail(modelClosed());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      chunks.fail(modelClosed());
    } catch (RuntimeException e) {
      chunks.fail(InternalErrors.report(e));
    }
  }

  /**
   * Generations are cancelled by clients that leave, to whom this is lost, and by the end of the
   * model, when the server shuts down or the model's file was changed.
   */
  private static ApiException modelClosed() {
    return ApiException.of(
        ErrorKind.UNAVAILABLE, "The model was closed before this answer was complete.");
  }
}
