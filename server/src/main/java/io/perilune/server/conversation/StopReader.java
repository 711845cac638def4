package io.perilune.server.conversation;

import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the texts at which an answer ends. */
public final class StopReader {
  private StopReader() {}

  /**
   * The texts at a field, which is one text or an array of them; none where it is absent.
   *
   * @throws ApiException if it is anything else, or they are too many or too long
   */
  public static List<String> read(Fields body, String field) {
    Optional<JsonValue> value = body.value(field);
    if (value.isEmpty()) {
      return List.of();
    }
    List<JsonValue> values =
        switch (value.get()) {
          case JsonValue.JsonString text -> List.of(text);
          case JsonValue.JsonArray(List<JsonValue> elements) -> elements;
          default -> throw error(body, field);
        };
    if (values.size() > ConversationLimits.STOP_TEXTS_MAX) {
      throw error(body, field);
    }
    List<String> texts = new ArrayList<>(values.size());
    for (JsonValue element : values) {
      if (!(element instanceof JsonValue.JsonString(String text))
          || text.isEmpty()
          || text.length() > ConversationLimits.STOP_TEXT_CHARS_MAX) {
        throw error(body, field);
      }
      texts.add(text);
    }
    return texts;
  }

  private static ApiException error(Fields body, String field) {
    return body.wrong(
        field,
        "a string or an array of at most "
            + ConversationLimits.STOP_TEXTS_MAX
            + " strings of 1 to "
            + ConversationLimits.STOP_TEXT_CHARS_MAX
            + " characters");
  }
}
