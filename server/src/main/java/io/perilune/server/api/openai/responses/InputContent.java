package io.perilune.server.api.openai.responses;

import io.perilune.server.conversation.OmittedPart;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.ContentPart;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads the contents of input items. */
final class InputContent {
  private InputContent() {}

  /**
   * The content in a field: a string or an array of text parts. One part and the same text as a
   * string are the same.
   *
   * @throws ApiException if it is anything else
   */
  static MessageContent read(Fields owner, String field) {
    return content(owner, field, false);
  }

  /**
   * The content that a tool gave. Images and files in it are replaced by a note: the conversation
   * keeps them, and if they were refused, it could not go on.
   */
  static MessageContent readOutput(Fields owner, String field) {
    return content(owner, field, true);
  }

  /** The text in a field, each part a line; empty where it is absent. */
  static String text(Fields owner, String field) {
    if (owner.value(field).isEmpty()) {
      return "";
    }
    return switch (read(owner, field)) {
      case MessageContent.Text(String text) -> text;
      case MessageContent.Parts(List<ContentPart> parts) ->
          String.join("\n", parts.stream().map(InputContent::text).toList());
    };
  }

  private static String text(ContentPart part) {
    return switch (part) {
      case ContentPart.Text(String text) -> text;
    };
  }

  private static MessageContent content(Fields owner, String field, boolean lenient) {
    return switch (owner.value(field).orElseThrow(() -> wrong(owner, field))) {
      case JsonValue.JsonString _ -> MessageContent.of(owner.requireString(field));
      case JsonValue.JsonArray(List<JsonValue> values) -> {
        List<ContentPart> parts = new ArrayList<>(values.size());
        for (Fields part : Fields.ofAll(values, owner.path(field))) {
          parts.add(new ContentPart.Text(partText(part, lenient)));
        }
        yield switch (parts.size()) {
          case 0 -> MessageContent.of("");
          case 1 -> MessageContent.of(text(parts.getFirst()));
          default -> new MessageContent.Parts(parts);
        };
      }
      default -> throw wrong(owner, field);
    };
  }

  private static String partText(Fields part, boolean lenient) {
    String type = part.requireString("type");
    return switch (type) {
      case "input_text", "output_text", "text", "reasoning_text", "summary_text" ->
          part.requireString("text");
      case "refusal" -> part.requireString("refusal");
      default -> {
        if (lenient) {
          yield OmittedPart.note(type);
        }
        throw ApiException.invalid(
            part.path("type"),
            part.path("type")
                + " is '"
                + ApiException.printable(type)
                + "'; this model takes text parts only.");
      }
    };
  }

  private static ApiException wrong(Fields owner, String field) {
    return owner.wrong(field, "a string or an array of text parts");
  }
}
