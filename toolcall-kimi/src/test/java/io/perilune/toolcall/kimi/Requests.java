package io.perilune.toolcall.kimi;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.GeneratedMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.parse.Marker;
import io.perilune.toolcall.testkit.Pieces;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Requests for tests, and short descriptions of what comes out. */
final class Requests {
  static final String SB = "<|tool_calls_section_begin|>";
  static final String SE = "<|tool_calls_section_end|>";
  static final String CB = "<|tool_call_begin|>";
  static final String AB = "<|tool_call_argument_begin|>";
  static final String CE = "<|tool_call_end|>";
  static final String IM = "<|im_end|>";

  /** The texts of all markers. */
  static final List<String> MARKERS = KimiMarkers.ALL.stream().map(Marker::text).toList();

  /** A tool with two members of known types. */
  static final ToolDefinition READ =
      tool(
          "Read",
          """
          {"type": "object", "required": ["path"], "properties":
            {"path": {"type": "string"}, "limit": {"type": ["integer", "null"]},
             "deep": {"type": "boolean"}, "any": {}}}\
          """);

  static final ToolDefinition BASH =
      tool(
          "Bash",
          """
          {"type": "object", "required": ["command"], "properties":
            {"command": {"type": "string"}, "timeout": {"type": "integer"}}}\
          """);

  private Requests() {}

  static ToolDefinition tool(String name, String schema) {
    JsonObject parameters = (JsonObject) JsonReader.read(schema);
    return new ToolDefinition(name, JsonObject.EMPTY, parameters);
  }

  static ParseContext of(ToolDefinition... tools) {
    return new ParseContext(
        List.of(tools), new ToolChoice.Auto(), true, false, false, false, Set.of());
  }

  static ParseContext reasoning(boolean markersAreTokens, ToolDefinition... tools) {
    return new ParseContext(
        List.of(tools), new ToolChoice.Auto(), true, true, false, markersAreTokens, Set.of());
  }

  /** The message as {@code reasoning ~ content | name arguments | name arguments}. */
  static String parse(ParseContext context, String output) {
    return describe(message(Pieces.text(output), context, EndCause.STOP));
  }

  static GeneratedMessage message(Pieces output, ParseContext context, EndCause cause) {
    return output.parse(new KimiFormat(), context, cause);
  }

  /** Each marker in the text as a control token. */
  static Pieces tokens(String text) {
    return Pieces.tokens(text, MARKERS);
  }

  static String describe(GeneratedMessage message) {
    String reasoning =
        message.message().reasoning() == null ? "" : message.message().reasoning() + " ~ ";
    String content =
        message.message().contentIfPresent().map(MessageContent::plainText).orElse("null");
    return reasoning
        + content
        + message.message().toolCalls().stream()
            .map(Requests::describe)
            .collect(Collectors.joining());
  }

  private static String describe(ToolCall call) {
    return " | " + call.name() + " " + call.arguments();
  }
}
