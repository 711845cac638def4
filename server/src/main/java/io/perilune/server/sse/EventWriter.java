package io.perilune.server.sse;

import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes events to one client. Blocks the calling (virtual) thread while the client is slower than
 * the model, up to a limit; what waits for the client is bounded by the response's write queue.
 */
public final class EventWriter {
  private final HttpServerResponse response;
  private final ClientConnection connection;
  private final Duration stallLimit;
  private final StreamFormat format;

  /**
   * Creates a writer.
   *
   * @param stallLimit how long the client may leave a full queue unread
   */
  public EventWriter(
      HttpServerResponse response,
      ClientConnection connection,
      Duration stallLimit,
      StreamFormat format) {
    this.response = response;
    this.connection = connection;
    this.stallLimit = stallLimit;
    this.format = format;
  }

  /** Sends the head of the response. */
  public void open() {
    response
        .setStatusCode(200)
        .putHeader("Content-Type", format.mediaType())
        .putHeader("Cache-Control", "no-cache")
        // Reverse proxies would otherwise collect events before they pass them on.
        .putHeader("X-Accel-Buffering", "no")
        .setChunked(true);
  }

  /**
   * Sends an event without a name.
   *
   * @param data one line
   * @throws ClientGoneException if the client has gone or has not read for too long
   */
  public void send(String data) throws InterruptedException {
    awaitRoom();
    response.write(format.frame(data));
  }

  /**
   * Sends an event with a name.
   *
   * @param name one line
   * @param data one line
   * @throws ClientGoneException if the client has gone or has not read for too long
   */
  public void send(String name, String data) throws InterruptedException {
    awaitRoom();
    response.write(format.frame(name, data));
  }

  /** Ends the stream. */
  public void close() {
    if (!connection.isGone()) {
      response.end();
    }
  }

  private void awaitRoom() throws InterruptedException {
    if (connection.isGone()) {
      throw new ClientGoneException("the client has closed the connection");
    }
    if (!response.writeQueueFull()) {
      return;
    }
    CountDownLatch room = new CountDownLatch(1);
    connection.whenGone(room::countDown);
    response.drainHandler(drained -> room.countDown());
    // The queue may have drained before the handler was set.
    if (!response.writeQueueFull()) {
      return;
    }
    if (!room.await(stallLimit.toMillis(), TimeUnit.MILLISECONDS)) {
      connection.abort();
      throw new ClientGoneException("the client has not read for " + stallLimit.toSeconds() + " s");
    }
    if (connection.isGone()) {
      throw new ClientGoneException("the client has closed the connection");
    }
  }
}
