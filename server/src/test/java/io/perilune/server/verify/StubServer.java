package io.perilune.server.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that answers each user text as it was told to, and remembers what it was sent. */
public final class StubServer implements AutoCloseable {
  /**
   * An answer.
   *
   * @param missing bytes that are announced and never sent
   * @param late whether it comes only when the server is closed
   */
  public record Reply(
      int status,
      String type,
      String body,
      Map<String, String> headers,
      int missing,
      boolean late) {
    static Reply of(int status, String body) {
      return new Reply(status, "application/json", body, Map.of(), 0, false);
    }

    /** Chunks as server-sent events, and the end. */
    static Reply stream(String... chunks) {
      return events("data: " + String.join("\n\ndata: ", chunks) + "\n\ndata: [DONE]\n\n");
    }

    static Reply events(String body) {
      return new Reply(200, "text/event-stream", body, Map.of(), 0, false);
    }

    Reply cut() {
      return new Reply(status, type, body, headers, 100, late);
    }

    Reply asLate() {
      return new Reply(status, type, body, headers, missing, true);
    }

    Reply with(String header, String value) {
      return new Reply(status, type, body, Map.of(header, value), missing, late);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, List<Reply>> replies = new HashMap<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private final List<JsonNode> requests = new ArrayList<>();
  private final List<String> keys = new ArrayList<>();

  /** On any port. */
  public StubServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/v1/chat/completions", this::chat);
    server.createContext(
        "/v1/models", exchange -> send(exchange, Reply.of(200, "{\"data\":[{\"id\":\"stub\"}]}")));
    server.start();
  }

  /** Answers a user text; several times by the replies in turn, then by the last. */
  public StubServer on(String text, Reply... inTurn) {
    replies.put(text, List.of(inTurn));
    return this;
  }

  /** The base URL. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** The bodies that came. */
  public synchronized List<JsonNode> requests() {
    return List.copyOf(requests);
  }

  synchronized List<String> keys() {
    return List.copyOf(keys);
  }

  synchronized int asked(String text) {
    return asked.getOrDefault(text, 0);
  }

  private void chat(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    send(exchange, reply(exchange.getRequestHeaders().getFirst("Authorization"), Json.read(body)));
  }

  private synchronized Reply reply(String key, JsonNode request) {
    requests.add(request);
    keys.add(String.valueOf(key));
    JsonNode messages = request.path("messages");
    String text = messages.path(messages.size() - 1).path("content").asText();
    List<Reply> inTurn = replies.get(text);
    return inTurn.get(Math.min(asked.merge(text, 1, Integer::sum), inTurn.size()) - 1);
  }

  private void send(HttpExchange exchange, Reply reply) throws IOException {
    try (exchange) {
      if (reply.late()) {
        closed.await();
      }
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", reply.type());
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(reply.status(), body.length + reply.missing());
      exchange.getResponseBody().write(body);
      exchange.getResponseBody().flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.close();
  }
}
