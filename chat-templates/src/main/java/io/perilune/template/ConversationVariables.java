package io.perilune.template;

import io.perilune.template.jinja.value.BoolValue;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.JsonConversion;
import io.perilune.template.jinja.value.ListValue;
import io.perilune.template.jinja.value.NoneValue;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.Value;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ContentPart;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A conversation as the variables of a template. What the client wrote is data; what this class
 * adds is not: templates build control tokens around role names, as in {@code <|user|>}.
 */
final class ConversationVariables {
  private final TemplateCapabilities capabilities;
  private final Map<String, Value> values = new HashMap<>();
  private long inputChars;

  private ConversationVariables(TemplateCapabilities capabilities) {
    this.capabilities = capabilities;
  }

  static ConversationVariables of(
      TemplateInput input, SpecialTokens tokens, TemplateCapabilities capabilities) {
    ConversationVariables variables = new ConversationVariables(capabilities);
    variables.add(input, tokens);
    return variables;
  }

  Map<String, Value> values() {
    return values;
  }

  /** Characters of all that the client wrote. */
  long inputChars() {
    return inputChars;
  }

  private void add(TemplateInput input, SpecialTokens tokens) {
    // Templates may test these for none, so they must not be undefined.
    values.put("documents", NoneValue.NONE);
    input.variables().forEach((name, value) -> values.put(name, json(value)));
    List<Value> messages = new ArrayList<>(input.messages().size());
    input.messages().forEach(message -> messages.add(message(message)));
    values.put("messages", new ListValue(messages));
    values.put("tools", tools(input.tools()));
    values.put("add_generation_prompt", BoolValue.of(input.addGenerationPrompt()));
    values.put("bos_token", Text.of(tokens.bos()));
    values.put("eos_token", Text.of(tokens.eos()));
  }

  private Value tools(List<ToolDefinition> tools) {
    if (tools.isEmpty() && capabilities.can(TemplateCapability.NO_TOOLS_AS_NONE)) {
      return NoneValue.NONE;
    }
    List<Value> declarations = new ArrayList<>(tools.size());
    tools.forEach(tool -> declarations.add(json(tool.declaration())));
    return new ListValue(declarations);
  }

  private Value message(ChatMessage message) {
    DictValue value = new DictValue();
    put(value, "role", Text.of(message.role().wireName()));
    put(value, "content", content(message.content()));
    if (message.name() != null) {
      put(value, "name", data(message.name()));
    }
    if (message.reasoning() != null) {
      put(value, capabilities.reasoningField(), data(message.reasoning()));
    }
    if (!message.toolCalls().isEmpty()) {
      List<Value> calls = new ArrayList<>(message.toolCalls().size());
      message.toolCalls().forEach(call -> calls.add(call(call)));
      put(value, "tool_calls", new ListValue(calls));
    }
    if (message.role() == Role.TOOL && message.toolCallId() != null) {
      put(value, "tool_call_id", data(message.toolCallId()));
    }
    return value;
  }

  private Value content(MessageContent content) {
    return switch (content) {
      case null -> NoneValue.NONE;
      case MessageContent.Text(String text) -> data(text);
      case MessageContent.Parts(List<ContentPart> parts) -> {
        List<Value> values = new ArrayList<>(parts.size());
        for (ContentPart part : parts) {
          values.add(
              switch (part) {
                case ContentPart.Text(String text) -> {
                  DictValue value = new DictValue();
                  put(value, "type", Text.of("text"));
                  put(value, "text", data(text));
                  yield value;
                }
              });
        }
        yield new ListValue(values);
      }
    };
  }

  private Value call(ToolCall call) {
    DictValue function = new DictValue();
    put(function, "name", data(call.name()));
    put(function, "arguments", arguments(call.arguments()));
    DictValue value = new DictValue();
    put(value, "id", data(call.id()));
    put(value, "type", Text.of("function"));
    put(value, "function", function);
    return value;
  }

  /** The arguments in the form that the template can print; text that is no object stays text. */
  private Value arguments(String text) {
    Optional<JsonValue> parsed =
        capabilities.objectArguments() ? JsonReader.tryRead(text) : Optional.empty();
    return parsed
        .filter(JsonValue.JsonObject.class::isInstance)
        .map(this::json)
        .orElseGet(() -> data(text));
  }

  private Value json(JsonValue value) {
    inputChars += size(value);
    return JsonConversion.toValue(value);
  }

  private Text data(String text) {
    inputChars += text.length();
    return Text.data(text);
  }

  private static void put(DictValue dict, String key, Value value) {
    dict.put(Text.of(key), value);
  }

  private static long size(JsonValue value) {
    return switch (value) {
      case JsonValue.JsonString(String text) -> text.length();
      case JsonValue.JsonNumber(String text) -> text.length();
      case JsonValue.JsonArray(List<JsonValue> elements) ->
          1 + elements.stream().mapToLong(ConversationVariables::size).sum();
      case JsonValue.JsonObject(Map<String, JsonValue> members) ->
          1
              + members.entrySet().stream()
                  .mapToLong(member -> member.getKey().length() + size(member.getValue()))
                  .sum();
      case JsonValue.JsonBoolean bool -> 1;
      case JsonValue.JsonNull none -> 1;
    };
  }
}
