package io.perilune.toolcall.kimi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.GeneratedMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One record: what a model wrote, and the message that it means. */
record ToolCallCase(JsonNode record) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static ToolCallCase read(String line) throws JsonProcessingException {
    return new ToolCallCase(JSON.readTree(line));
  }

  String name() {
    return record.path("name").asText();
  }

  /** The output as one text, if it is given so. */
  Optional<String> input() {
    return Optional.ofNullable(record.path("input").textValue());
  }

  /** The output in pieces, if it is given so. */
  Optional<Pieces> pieces() {
    if (!record.path("pieces").isArray()) {
      return Optional.empty();
    }
    List<Pieces.Piece> pieces = new ArrayList<>();
    for (JsonNode piece : record.path("pieces")) {
      List<JsonNode> parts = new ArrayList<>();
      piece.forEach(parts::add);
      pieces.add(new Pieces.Piece(parts.get(0).asText(), parts.get(1).asBoolean()));
    }
    return Optional.of(new Pieces(pieces));
  }

  ParseContext context(boolean markersAreTokens) {
    JsonNode options = record.path("options");
    return new ParseContext(
        tools(),
        toolChoice(options.path("tool_choice")),
        options.path("parallel_tool_calls").asBoolean(true),
        record.path("reasoning").asBoolean() || options.path("reasoning").asBoolean(),
        options.path("think_open").asBoolean(),
        markersAreTokens,
        usedIds());
  }

  EndCause endCause() {
    boolean length = record.path("options").path("stop").asText().equals("length");
    return length ? EndCause.LENGTH : EndCause.STOP;
  }

  /** What is wrong with a message, if anything. */
  Optional<String> mismatch(GeneratedMessage actual) throws JsonProcessingException {
    JsonNode expected = record.path("expected");
    String content =
        actual.message().contentIfPresent().map(MessageContent::plainText).orElse(null);
    String reason = actual.finishReason().name().toLowerCase(Locale.ROOT);
    boolean same =
        equal(expected.path("content"), content)
            && equal(expected.path("reasoning_content"), actual.message().reasoning())
            && equal(expected.path("finish_reason"), reason)
            && sameCalls(expected.path("tool_calls"), actual.message().toolCalls());
    return same ? Optional.empty() : Optional.of("expected " + expected + "\n     got " + actual);
  }

  private boolean sameCalls(JsonNode expected, List<ToolCall> actual)
      throws JsonProcessingException {
    if (expected.size() != actual.size()) {
      return false;
    }
    Set<String> ids = new HashSet<>(usedIds());
    for (int i = 0; i < actual.size(); i++) {
      ToolCall call = actual.get(i);
      JsonNode id = expected.get(i).path("id");
      boolean idFits =
          id.isTextual()
              ? id.textValue().equals(call.id())
              : call.id().startsWith("functions." + call.name() + ":");
      if (!idFits || !ids.add(call.id())) {
        return false;
      }
      if (!equal(expected.get(i).path("name"), call.name())
          || !sameArguments(expected.get(i).path("arguments"), call.arguments())) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameArguments(JsonNode expected, String actual)
      throws JsonProcessingException {
    if (expected.isTextual()) {
      return expected.textValue().equals(actual);
    }
    return JsonReader.tryRead(actual).isPresent() && expected.equals(JSON.readTree(actual));
  }

  private static boolean equal(JsonNode expected, String actual) {
    return expected.isTextual() ? expected.textValue().equals(actual) : actual == null;
  }

  private List<ToolDefinition> tools() {
    List<ToolDefinition> tools = new ArrayList<>();
    for (JsonNode tool : record.path("tools")) {
      JsonObject declaration = (JsonObject) JsonReader.read(tool.toString());
      JsonNode function = tool.path("function");
      JsonObject parameters =
          function.path("parameters").isObject()
              ? (JsonObject) JsonReader.read(function.path("parameters").toString())
              : JsonObject.EMPTY;
      tools.add(new ToolDefinition(function.path("name").asText(), declaration, parameters));
    }
    return tools;
  }

  private Set<String> usedIds() {
    Set<String> ids = new HashSet<>();
    record.path("options").path("used_ids").forEach(id -> ids.add(id.asText()));
    return ids;
  }

  private static ToolChoice toolChoice(JsonNode choice) {
    if (choice.isObject()) {
      return new ToolChoice.Named(choice.path("function").path("name").asText());
    }
    return switch (choice.asText()) {
      case "none" -> new ToolChoice.None();
      case "required" -> new ToolChoice.Required();
      default -> new ToolChoice.Auto();
    };
  }
}
