package io.perilune.server.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.perilune.server.chat.GenerationCancelledException;
import io.perilune.server.sse.EventWriter;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * The events of one stream, their data in JSON. Thread-safe: events do not mix.
 *
 * <p>Sending throws {@link io.perilune.server.sse.ClientGoneException} if nobody reads any more and
 * {@link GenerationCancelledException} if the thread is interrupted.
 */
public final class JsonEvents {
  private final EventWriter events;
  private final ObjectWriter json;
  private long lastSentNanos = System.nanoTime();

  JsonEvents(EventWriter events, ObjectWriter json) {
    this.events = events;
    this.json = json;
  }

  /** Sends an event without a name. */
  public void send(Object data) {
    sendText(text(data));
  }

  /** Sends an event with a name. */
  public void send(String name, Object data) {
    String text = text(data);
    write(() -> events.send(name, text));
  }

  /** Sends an event without a name whose data is this line and not JSON. */
  public void sendText(String line) {
    write(() -> events.send(line));
  }

  /** Whether nothing was sent for so long. */
  synchronized boolean silentFor(Duration time) {
    return System.nanoTime() - lastSentNanos >= time.toNanos();
  }

  private String text(Object data) {
    try {
      return json.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Write {
    void run() throws InterruptedException;
  }

  private synchronized void write(Write write) {
    try {
      write.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GenerationCancelledException();
    }
    lastSentNanos = System.nanoTime();
  }
}
