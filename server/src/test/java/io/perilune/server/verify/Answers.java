package io.perilune.server.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perilune.server.verify.StubServer.Reply;
import java.util.Optional;

/** Requests and answers for tests. */
public final class Answers {
  private static final String TOOLS =
      """
      [{"type": "function", "function": {"name": "get_weather", "parameters":
        {"type": "object", "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
         "required": ["city"], "additionalProperties": false}}}]""";

  private Answers() {}

  /** A line of a request file. */
  public static String requestLine(String text) {
    return """
        {"messages": [{"role": "_input", "content": "Be brief."},\
         {"role": "user", "content": "%s"}], "tools": %s}"""
        .formatted(text, TOOLS.replaceAll("\\s+", " "));
  }

  static ObjectNode request(String text) throws java.io.IOException {
    return (ObjectNode) Json.read(requestLine(text));
  }

  static Sample sample(int index, String text, String label) throws java.io.IOException {
    return new Sample(index, request(text), Optional.ofNullable(label));
  }

  /** An answer with one call. */
  public static Reply call(String name, String arguments) {
    return Reply.of(
        200,
        """
        {"id": "1", "choices": [{"index": 0, "finish_reason": "tool_calls", "message":
          {"role": "assistant", "content": null, "tool_calls": [{"id": "functions.%s:0",
           "type": "function", "function": {"name": "%s", "arguments": %s}}]}}]}"""
            .formatted(name, name, Json.line(Json.object().textNode(arguments))));
  }

  /** An answer in words. */
  public static Reply text(String finishReason) {
    return Reply.of(
        200,
        """
        {"id": "1", "choices": [{"index": 0, "finish_reason": "%s",
          "message": {"role": "assistant", "content": "Sunny."}}]}"""
            .formatted(finishReason));
  }

  /** A streamed answer with one call in several chunks. */
  static Reply streamedCall() {
    return Reply.stream(
        "{\"id\":\"7\",\"created\":5,\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}",
        "{\"id\":\"7\",\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"functions.get_weather:0\","
            + "\"type\":\"function\",\"function\":{\"name\":\"get_weather\",\"arguments\":\"\"}}]}}]}",
        "{\"id\":\"7\",\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":"
            + "{\"arguments\":\"{\\\"city\\\": \"}}]}}]}",
        "{\"id\":\"7\",\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":"
            + "{\"arguments\":\"\\\"Oslo\\\"}\"}}]}}]}",
        "{\"id\":\"7\",\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
        "{\"id\":\"7\",\"choices\":[],\"usage\":{\"total_tokens\":9}}");
  }
}
