package io.perilune.benchmark;

import io.perilune.template.TemplateInput;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** 100 turns of a coding agent: question, call, result, answer; 200 kB of text in all. */
final class LongToolConversation {
  private static final int TURNS = 100;
  private static final int RESULT_CHARS = 1_500;
  private static final int QUESTION_CHARS = 200;
  private static final int ANSWER_CHARS = 250;

  private LongToolConversation() {}

  static TemplateInput make() {
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(ChatMessage.system("You are a careful programmer."));
    for (int turn = 0; turn < TURNS; turn++) {
      ToolCall call =
          new ToolCall(
              "functions.read_file:" + turn,
              "read_file",
              "{\"path\": \"src/File" + turn + ".java\", \"lines\": [1, 40]}");
      messages.add(ChatMessage.user(text("What does it do? ", turn, QUESTION_CHARS)));
      messages.add(ChatMessage.assistant(null, List.of(call)));
      messages.add(
          ChatMessage.tool(call.id(), text("int a = b << 2; // <é>\n", turn, RESULT_CHARS)));
      messages.add(ChatMessage.assistant(text("It shifts bits. ", turn, ANSWER_CHARS), List.of()));
    }
    return new TemplateInput(messages, List.of(tool()), true, Map.of());
  }

  private static String text(String words, int turn, int chars) {
    return (turn + ": " + words.repeat(chars / words.length() + 1)).substring(0, chars);
  }

  private static ToolDefinition tool() {
    JsonObject declaration =
        (JsonObject)
            JsonReader.read(
                """
                {"type": "function", "function": {"name": "read_file", "description": "Reads.",
                 "parameters": {"type": "object", "properties": {"path": {"type": "string"},
                 "lines": {"type": "array", "items": {"type": "integer"}}}}}}\
                """);
    return new ToolDefinition("read_file", declaration, JsonObject.EMPTY);
  }

  /** The conversation as JSON, for other engines to render. */
  static String json(TemplateInput input) {
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put(
        "messages",
        new JsonValue.JsonArray(
            input.messages().stream().map(LongToolConversation::message).toList()));
    body.put(
        "tools",
        new JsonValue.JsonArray(
            input.tools().stream().<JsonValue>map(ToolDefinition::declaration).toList()));
    return JsonWriter.spaced(new JsonObject(body));
  }

  private static JsonValue message(ChatMessage message) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("role", string(message.role().wireName()));
    members.put(
        "content",
        message
            .contentIfPresent()
            .<JsonValue>map(content -> string(content.plainText()))
            .orElseGet(JsonValue.JsonNull::new));
    if (message.toolCallId() != null) {
      members.put("tool_call_id", string(message.toolCallId()));
    }
    if (!message.toolCalls().isEmpty()) {
      members.put(
          "tool_calls",
          new JsonValue.JsonArray(
              message.toolCalls().stream().map(LongToolConversation::call).toList()));
    }
    return new JsonObject(members);
  }

  private static JsonValue call(ToolCall call) {
    Map<String, JsonValue> function = new LinkedHashMap<>();
    function.put("name", string(call.name()));
    function.put("arguments", string(call.arguments()));
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("id", string(call.id()));
    members.put("type", string("function"));
    members.put("function", new JsonObject(function));
    return new JsonObject(members);
  }

  private static JsonValue string(String text) {
    return new JsonValue.JsonString(text);
  }
}
