package io.perilune.toolcall.kimi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ContentPart;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One recorded conversation with its normalised form and prompts. */
record Conversation(JsonNode record) {
  /** All conversations on record. */
  static List<Conversation> all() throws IOException {
    List<Conversation> all = new ArrayList<>();
    for (Path file : OracleFiles.toolCallFiles(".json")) {
      new ObjectMapper()
          .readTree(file.toFile())
          .path("conversations")
          .forEach(conversation -> all.add(new Conversation(conversation)));
    }
    return all;
  }

  String name() {
    return record.path("name").asText();
  }

  List<ChatMessage> messages() {
    return messages(record.path("messages"));
  }

  List<ChatMessage> normalisedMessages() {
    return messages(record.path("normalized_messages"));
  }

  /** The prompt that this template gives after normalisation. */
  String normalisedPrompt(String template) {
    return record.path("normalized_prompts").path(template).asText();
  }

  List<ToolDefinition> tools() {
    List<ToolDefinition> tools = new ArrayList<>();
    for (JsonNode tool : record.path("tools")) {
      tools.add(
          new ToolDefinition(
              tool.path("function").path("name").asText(),
              (JsonObject) JsonReader.read(tool.toString()),
              JsonObject.EMPTY));
    }
    return tools;
  }

  private static List<ChatMessage> messages(JsonNode nodes) {
    List<ChatMessage> messages = new ArrayList<>();
    for (JsonNode node : nodes) {
      List<ToolCall> calls = new ArrayList<>();
      node.path("tool_calls").forEach(call -> calls.add(call(call)));
      messages.add(
          new ChatMessage(
              Role.valueOf(node.path("role").asText().toUpperCase(Locale.ROOT)),
              node.path("name").textValue(),
              content(node.path("content")),
              node.path("reasoning_content").textValue(),
              calls,
              node.path("tool_call_id").textValue()));
    }
    return messages;
  }

  private static ToolCall call(JsonNode call) {
    JsonNode arguments = call.path("function").path("arguments");
    return new ToolCall(
        call.path("id").asText(),
        call.path("function").path("name").asText(),
        arguments.isTextual()
            ? arguments.textValue()
            : JsonWriter.spaced(JsonReader.read(arguments.toString())));
  }

  private static MessageContent content(JsonNode content) {
    if (content.isTextual()) {
      return MessageContent.of(content.textValue());
    }
    if (!content.isArray()) {
      return null;
    }
    List<ContentPart> parts = new ArrayList<>();
    content.forEach(part -> parts.add(new ContentPart.Text(part.path("text").asText())));
    return new MessageContent.Parts(parts);
  }
}
