package io.perilune.server.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A client of the chat completions, at temperature 0. */
final class ChatClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MAX_TOKENS = 400;
  private static final String EVENT = "data: ";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI completions;

  ChatClient(int port) {
    completions = URI.create("http://localhost:" + port + "/v1/chat/completions");
  }

  /** The reply to a request, received whole or as a stream. */
  Reply ask(ToolRequest request, boolean stream) throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.put("temperature", 0).put("max_tokens", MAX_TOKENS).put("stream", stream);
    body.set("messages", request.messages());
    if (!request.tools().isEmpty()) {
      body.set("tools", request.tools());
    }
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(completions)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(request.name() + ": " + response.statusCode() + response.body());
    }
    return stream ? streamed(response.body()) : whole(JSON.readTree(response.body()));
  }

  private static Reply whole(JsonNode completion) {
    JsonNode message = completion.at("/choices/0/message");
    List<Reply.Call> calls = new ArrayList<>();
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.get("function");
      calls.add(call(function.get("name").textValue(), function.get("arguments").textValue()));
    }
    return new Reply(message.path("content").asText(""), calls);
  }

  private static Reply streamed(String events) throws IOException {
    StringBuilder content = new StringBuilder();
    List<String> names = new ArrayList<>();
    List<StringBuilder> arguments = new ArrayList<>();
    for (String line : events.split("\n")) {
      if (!line.startsWith(EVENT) || line.equals(EVENT + "[DONE]")) {
        continue;
      }
      JsonNode delta = JSON.readTree(line.substring(EVENT.length())).at("/choices/0/delta");
      content.append(delta.path("content").asText(""));
      for (JsonNode call : delta.path("tool_calls")) {
        JsonNode function = call.get("function");
        if (function.has("name")) {
          names.add(function.get("name").textValue());
          arguments.add(new StringBuilder());
        }
        arguments.get(call.get("index").intValue()).append(function.path("arguments").asText(""));
      }
    }
    List<Reply.Call> calls = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      calls.add(call(names.get(i), arguments.get(i).toString()));
    }
    return new Reply(content.toString(), calls);
  }

  private static Reply.Call call(String name, String arguments) {
    try {
      return new Reply.Call(name, JSON.readTree(arguments));
    } catch (JsonProcessingException e) {
      return new Reply.Call(name, MissingNode.getInstance());
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
