package io.perilune.template;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ContentPart;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Conversations of any roles in any order, with each field in any form that clients send. The same
 * seed makes the same conversation.
 */
final class RandomConversations {
  private static final int MESSAGES_MAX = 8;
  private static final int CALLS_MAX = 3;
  private static final List<String> TEXTS =
      List.of("", " ", "Hello.", "a\n\nb", "<think>\nx\n</think>\n\ny", "{\"a\": 1}", "é 🙂", "0");
  private static final List<String> IDS =
      List.of("", "call00001", "call00002", "functions.f:0", "toolu_01AbCdEfGhIjKlMnOp");
  private static final List<String> NAMES = List.of("f", "get_weather", "a.b:c/d");
  private static final List<String> ARGUMENTS =
      List.of(
          "",
          "{}",
          "{\"city\": \"Paris\"}",
          "{\"a\": {\"b\": [1, 2.5, null, true, {\"c\": \"<é>\"}]}, \"n\": -1e3}",
          "{\"city\": \"Par",
          "[1, 2]",
          "null",
          "\"{\\\"city\\\": \\\"Paris\\\"}\"",
          "not JSON at all");
  private static final List<ToolDefinition> TOOLS =
      Stream.of(
              "{\"name\": \"f\"}",
              "{\"name\": \"f\", \"description\": null, \"parameters\": null}",
              "{\"name\": \"f\", \"description\": \"F.\", \"parameters\": {}}",
              """
              {"name": "g", "parameters": {"type": "object", "properties": {}}, "strict": true}""",
              """
              {"name": "g", "description": "G.", "parameters": {"type": "object", "properties":
                {"a": {}, "b": {"type": ["string", "null"]}, "c": {"anyOf": [{"type": "string"},
                 {"type": "null"}], "default": null}, "d": {"enum": ["x", 1, null]}}}}""",
              """
              {"name": "g", "description": "G.", "parameters": {"type": "object", "required": ["o"],
                "additionalProperties": false, "$defs": {"P": {"type": "integer"}}, "properties":
                {"o": {"type": "object", "description": "O", "properties": {"p": {"$ref":
                 "#/$defs/P"}, "q": {"type": "array", "items": {"type": "string"}}}},
                 "l": {"type": "array"}, "m": {"type": "array", "items": {"type": "object",
                 "properties": {"x": {"type": "number", "description": "X"}}}}, "t": true}}}""")
          .map(RandomConversations::tool)
          .toList();

  private final Random random;

  private RandomConversations(long seed) {
    this.random = new Random(seed);
  }

  static TemplateInput of(long seed) {
    return new RandomConversations(seed).input();
  }

  private TemplateInput input() {
    int count = 1 + random.nextInt(MESSAGES_MAX);
    List<ChatMessage> messages = new ArrayList<>();
    while (messages.size() < count) {
      messages.add(message());
    }
    List<ToolDefinition> tools = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      tools.add(any(TOOLS));
    }
    return new TemplateInput(messages, tools, random.nextInt(4) > 0, Map.of());
  }

  private ChatMessage message() {
    Role role = any(List.of(Role.values()));
    boolean assistant = role == Role.ASSISTANT;
    return new ChatMessage(
        role,
        sometimes(() -> any(NAMES)),
        content(),
        assistant ? sometimes(() -> any(TEXTS)) : null,
        assistant ? calls() : List.of(),
        role == Role.TOOL ? sometimes(() -> any(IDS)) : null);
  }

  private MessageContent content() {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> {
        List<ContentPart> parts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          parts.add(new ContentPart.Text(any(TEXTS)));
        }
        yield new MessageContent.Parts(parts);
      }
      default -> MessageContent.of(any(TEXTS));
    };
  }

  private List<ToolCall> calls() {
    List<ToolCall> calls = new ArrayList<>();
    for (int i = random.nextInt(CALLS_MAX + 1); i > 0; i--) {
      calls.add(new ToolCall(any(IDS), any(NAMES), any(ARGUMENTS)));
    }
    return calls;
  }

  private <T> T sometimes(Supplier<T> value) {
    return random.nextBoolean() ? value.get() : null;
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static ToolDefinition tool(String function) {
    JsonObject declaration =
        (JsonObject) JsonReader.read("{\"type\": \"function\", \"function\": " + function + "}");
    JsonObject object = (JsonObject) declaration.get("function");
    JsonObject parameters =
        object.get("parameters") instanceof JsonObject schema ? schema : JsonObject.EMPTY;
    return new ToolDefinition("f", declaration, parameters);
  }
}
