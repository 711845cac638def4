package io.perilune.server.conversation;

import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ContentPart;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the messages of a request. */
public final class MessageReader {
  private MessageReader() {}

  /**
   * The messages of a request's body.
   *
   * @throws ApiException naming the first field at fault
   */
  public static List<ChatMessage> read(Fields request) {
    return entries(request).stream().map(MessageReader::message).toList();
  }

  /**
   * The objects in {@code messages}, whatever they hold; at least one.
   *
   * @throws ApiException if it is anything else, or they are too many
   */
  public static List<Fields> entries(Fields request) {
    List<JsonValue> values =
        request.array("messages").orElseThrow(() -> request.wrong("messages", "an array"));
    if (values.isEmpty() || values.size() > ConversationLimits.MESSAGES_MAX) {
      throw request.wrong(
          "messages", "an array of 1 to " + ConversationLimits.MESSAGES_MAX + " messages");
    }
    return Fields.ofAll(values, "messages");
  }

  private static ChatMessage message(Fields message) {
    Role role = role(message);
    Optional<MessageContent> content = content(message);
    List<ToolCall> calls = role == Role.ASSISTANT ? toolCalls(message) : List.of();
    if (content.isEmpty() && !mayBeSilent(role, message)) {
      throw message.wrong("content", "a string or an array of text parts");
    }
    return new ChatMessage(
        role,
        name(message).orElse(null),
        content.orElse(null),
        role == Role.ASSISTANT ? reasoning(message).orElse(null) : null,
        calls,
        role == Role.TOOL ? message.string("tool_call_id").orElse(null) : null);
  }

  /**
   * Whether the message may be without content: one that calls, and the result of a tool that has
   * none; others if they say so by null, which is how some clients write an empty text.
   */
  private static boolean mayBeSilent(Role role, Fields message) {
    return role == Role.ASSISTANT
        || role == Role.TOOL
        || message.object().members().containsKey("content");
  }

  private static Role role(Fields message) {
    String written = message.requireString("role");
    for (Role role : Role.values()) {
      if (role.wireName().equals(written)) {
        return role;
      }
    }
    throw message.wrong("role", "one of system, developer, user, assistant and tool");
  }

  private static Optional<String> name(Fields message) {
    Optional<String> name = message.string("name");
    if (name.isPresent() && name.get().length() > ConversationLimits.NAME_CHARS_MAX) {
      throw message.wrong(
          "name", "a string of at most " + ConversationLimits.NAME_CHARS_MAX + " characters");
    }
    return name;
  }

  /** Reasoning that a client gives back, under either of the names in use. */
  private static Optional<String> reasoning(Fields message) {
    return message.string("reasoning_content").or(() -> message.string("reasoning"));
  }

  private static Optional<MessageContent> content(Fields message) {
    return message
        .value("content")
        .map(
            value ->
                switch (value) {
                  case JsonValue.JsonString _ ->
                      MessageContent.of(message.requireString("content"));
                  case JsonValue.JsonArray(List<JsonValue> parts) ->
                      new MessageContent.Parts(parts(parts, message.path("content")));
                  default -> throw message.wrong("content", "a string or an array of text parts");
                });
  }

  private static List<ContentPart> parts(List<JsonValue> values, String path) {
    List<ContentPart> parts = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      Fields part = Fields.of(values.get(i), path + "[" + i + "]");
      String type = part.requireString("type");
      if (!type.equals("text")) {
        throw ApiException.invalid(
            part.path("type"),
            part.path("type")
                + " is '"
                + ApiException.printable(type)
                + "'; this model takes text parts only.");
      }
      parts.add(new ContentPart.Text(part.requireString("text")));
    }
    return parts;
  }

  private static List<ToolCall> toolCalls(Fields message) {
    List<JsonValue> values = message.array("tool_calls").orElse(List.of());
    if (values.size() > ConversationLimits.TOOL_CALLS_MAX) {
      throw message.wrong(
          "tool_calls", "an array of at most " + ConversationLimits.TOOL_CALLS_MAX + " calls");
    }
    List<ToolCall> calls = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      Fields call = Fields.of(values.get(i), message.path("tool_calls") + "[" + i + "]");
      Fields function =
          call.object("function").orElseThrow(() -> call.wrong("function", "an object"));
      calls.add(
          new ToolCall(
              call.string("id").orElse(""), function.requireString("name"), arguments(function)));
    }
    return calls;
  }

  /** Arguments are a string of JSON; some clients send the object itself. */
  private static String arguments(Fields function) {
    return switch (function.value("arguments").orElse(JsonValue.JsonObject.EMPTY)) {
      case JsonValue.JsonString _ -> function.requireString("arguments");
      case JsonValue.JsonObject object -> JsonWriter.spaced(object);
      default -> throw function.wrong("arguments", "a string or an object");
    };
  }
}
