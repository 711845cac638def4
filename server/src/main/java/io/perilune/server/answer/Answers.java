package io.perilune.server.answer;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.server.chat.ChatGeneration;
import io.perilune.server.chat.GenerationCancelledException;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import io.perilune.server.error.InternalErrors;
import io.perilune.server.sse.ClientConnection;
import io.perilune.server.sse.ClientGoneException;
import io.perilune.server.sse.EventStream;
import io.perilune.server.sse.EventWriter;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;

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
    return send(List.of(generation), new OneChoice(form), stream);
  }

  /** The same with several answers to one request. */
  public Response send(List<ChatGeneration> generations, ChoicesForm form, boolean stream)
      throws InterruptedException {
    Choices choices = new Choices(generations);
    ClientConnection client = new ClientConnection(current.getCurrent());
    client.whenGone(choices::cancel);
    if (stream) {
      EventStream events = response -> stream(choices, form, writer(response, client, form));
      return Response.ok(events, form.streamFormat().mediaType()).build();
    }
    return Response.ok(whole(choices, form), MediaType.APPLICATION_JSON_TYPE).build();
  }

  private EventWriter writer(
      HttpServerResponse response, ClientConnection client, ChoicesForm form) {
    return new EventWriter(response, client, settings.stallLimit(), form.streamFormat());
  }

  private Object whole(Choices choices, ChoicesForm form) throws InterruptedException {
    try (choices) {
      WholeAnswers answers = new WholeAnswers(choices.count());
      return form.whole(answers.of(choices.run(answers, patience())));
    } catch (GenerationCancelledException e) {
      throw modelClosed();
    }
  }

  private void stream(Choices choices, ChoicesForm form, EventWriter writer) {
    try (choices) {
      JsonEvents events = new JsonEvents(writer, json.writer());
      ChoicesEncoder answer = form.streamed(events);
      writer.open();
      try {
        answer.begin();
        answer.end(choices.run(new StreamedAnswers(answer, events, patience()), patience()));
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
