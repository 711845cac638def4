package io.perilune.server.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perilune.server.demo.ExpectedReply.Call;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Reads the sets of requests beside this class; their README describes the lines. */
final class RequestSets {
  private static final ObjectMapper JSON = new ObjectMapper();

  private RequestSets() {}

  /** One request a line, written by hand. */
  static List<ToolRequest> handWritten(String resource) throws IOException {
    List<ToolRequest> requests = new ArrayList<>();
    for (JsonNode line : lines(resource)) {
      JsonNode messages = line.get("messages");
      JsonNode expected = line.get("expected");
      List<List<Call>> accepted = new ArrayList<>();
      accepted.add(calls(expected.get("calls")));
      expected.path("accept").forEach(calls -> accepted.add(calls(calls)));
      List<String> contains =
          expected.has("answer_contains")
              ? List.of(expected.get("answer_contains").textValue())
              : List.of();
      requests.add(
          new ToolRequest(
              line.get("name").textValue(),
              line.get("tools"),
              messages,
              new ExpectedReply(accepted, contains, endsWithResult(messages))));
    }
    return requests;
  }

  /** One conversation a line; each message of the assistant is to be made after those before it. */
  static List<ToolRequest> conversations(String resource) throws IOException {
    List<ToolRequest> requests = new ArrayList<>();
    for (JsonNode line : lines(resource)) {
      ArrayNode before = JSON.createArrayNode();
      for (JsonNode message : line.get("messages")) {
        if (message.get("role").textValue().equals("assistant")) {
          requests.add(
              new ToolRequest(
                  line.get("name").textValue() + "/" + before.size(),
                  line.get("tools"),
                  before.deepCopy(),
                  reply(message, before)));
        }
        before.add(((ObjectNode) message.deepCopy()).without("answer_contains"));
      }
    }
    return requests;
  }

  private static ExpectedReply reply(JsonNode message, JsonNode before) throws IOException {
    List<Call> calls = new ArrayList<>();
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.get("function");
      calls.add(
          new Call(
              function.get("name").textValue(),
              JSON.readTree(function.get("arguments").textValue())));
    }
    List<String> contains =
        StreamSupport.stream(message.path("answer_contains").spliterator(), false)
            .map(JsonNode::textValue)
            .toList();
    return new ExpectedReply(List.of(calls), contains, endsWithResult(before));
  }

  private static List<Call> calls(JsonNode calls) {
    return StreamSupport.stream(calls.spliterator(), false)
        .map(call -> new Call(call.get("name").textValue(), call.get("arguments")))
        .toList();
  }

  private static boolean endsWithResult(JsonNode messages) {
    return messages.get(messages.size() - 1).get("role").textValue().equals("tool");
  }

  private static List<JsonNode> lines(String resource) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                RequestSets.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      List<JsonNode> lines = new ArrayList<>();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(JSON.readTree(line));
      }
      return lines;
    }
  }
}
