package io.perilune.server.answer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.server.chat.ChatGeneration;
import io.perilune.server.chat.Completion;
import io.perilune.server.chat.GenerationCancelledException;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import io.perilune.server.error.InternalErrors;
import io.perilune.server.sse.ClientConnection;
import io.perilune.server.sse.ClientGoneException;
import io.perilune.server.sse.EventStream;
import io.perilune.server.sse.SseWriter;
import io.perilune.toolcall.MessageFolder;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/** Runs generations for the clients of requests. A client that leaves cancels its generation. */
@Singleton
public class Answers {
  private final PeriluneConfig.Stream settings;
  private final ObjectMapper json;
  private final CurrentVertxRequest current;

  /** For dependency injection. */
  public Answers(PeriluneConfig config, ObjectMapper json, CurrentVertxRequest current) {
    this.settings = config.stream();
    this.json = json;
    this.current = current;
  }

  /**
   * The response to the current request. Blocks until the answer is complete if it is not streamed;
   * a stream is written after the return.
   *
   * @param generation is closed at the end
   * @throws ApiException if there will be no answer; in a stream the client is told instead
   */
  public Response send(ChatGeneration generation, AnswerForm form, boolean stream)
      throws InterruptedException {
    ClientConnection client = new ClientConnection(current.getCurrent());
    client.whenGone(generation::cancel);
    if (stream) {
      EventStream events =
          response ->
              stream(generation, form, new SseWriter(response, client, settings.stallLimit()));
      return Response.ok(events, MediaType.SERVER_SENT_EVENTS_TYPE).build();
    }
    return Response.ok(whole(generation, form), MediaType.APPLICATION_JSON_TYPE).build();
  }

  private Object whole(ChatGeneration generation, AnswerForm form) throws InterruptedException {
    try (generation) {
      MessageFolder answer = new MessageFolder();
      Completion completion = generation.run(answer, () -> {}, patience());
      return form.whole(answer.message(completion.reason()).message(), completion);
    } catch (GenerationCancelledException e) {
      throw modelClosed();
    }
  }

  private void stream(ChatGeneration generation, AnswerForm form, SseWriter writer) {
    try (generation) {
      JsonEvents events = new JsonEvents(writer, json.writer());
      StreamEncoder answer = form.streamed(events);
      writer.open();
      try {
        answer.begin();
        answer.end(generation.run(answer, () -> heartbeat(answer, events), patience()));
      } catch (ApiException e) {
        answer.fail(e);
      } catch (GenerationCancelledException e) {
        answer.fail(modelClosed());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        answer.fail(modelClosed());
      } catch (ClientGoneException e) {
        throw e;
      } catch (RuntimeException e) {
        answer.fail(InternalErrors.report(e));
      }
      writer.close();
    } catch (ClientGoneException | GenerationCancelledException e) {
      // Nobody is left to be told, or the server is stopping.
    }
  }

  private void heartbeat(StreamEncoder answer, JsonEvents events) {
    if (events.silentFor(patience())) {
      answer.breakSilence();
    }
  }

  /** Half of the silence allowed: a look at it just before its end is followed by one in time. */
  private Duration patience() {
    return settings.heartbeat().dividedBy(2);
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
