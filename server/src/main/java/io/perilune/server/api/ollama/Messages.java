package io.perilune.server.api.ollama;

import io.perilune.server.conversation.MessageReader;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages of a request. They differ from those that most clients send in the names of two
 * fields, and in that arguments of calls are objects.
 */
final class Messages {
  private static final Map<String, String> OTHER_NAMES =
      Map.of("thinking", "reasoning_content", "tool_name", "name");

  private Messages() {}

  /**
   * Reads {@code messages}.
   *
   * @throws ApiException naming the first field at fault
   */
  static List<ChatMessage> read(Fields body) {
    List<JsonValue> messages = new ArrayList<>();
    for (Fields message : MessageReader.entries(body)) {
      if (message.array("images").filter(images -> !images.isEmpty()).isPresent()) {
        throw ApiException.invalid(
            message.path("images"),
            message.path("images") + " has images, and this model takes text only.");
      }
      messages.add(renamed(message.object()));
    }
    return MessageReader.read(
        new Fields(new JsonObject(Map.of("messages", new JsonArray(messages))), ""));
  }

  private static JsonObject renamed(JsonObject message) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    message
        .members()
        .forEach((name, value) -> members.put(OTHER_NAMES.getOrDefault(name, name), value));
    return new JsonObject(members);
  }
}
