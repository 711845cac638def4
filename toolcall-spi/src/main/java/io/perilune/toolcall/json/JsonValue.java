package io.perilune.toolcall.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A JSON value. Objects keep their key order, numbers their text. */
public sealed interface JsonValue {
  record JsonObject(Map<String, JsonValue> members) implements JsonValue {
    /** The object without members. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    public JsonObject {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** The member of this name, or {@code null}. */
    public JsonValue get(String name) {
      return members.get(name);
    }
  }

  record JsonArray(List<JsonValue> elements) implements JsonValue {
    public JsonArray {
      elements = List.copyOf(elements);
    }
  }

  record JsonString(String value) implements JsonValue {
    public JsonString {
      Objects.requireNonNull(value, "value");
    }
  }

  /**
   * A number, by its text as written (RFC 8259, section 6).
   *
   * @param text for example {@code 1}, {@code -0.5}, {@code 1e20}
   */
  record JsonNumber(String text) implements JsonValue {
    public JsonNumber {
      Objects.requireNonNull(text, "text");
    }

    /** Whether the text has neither a fraction nor an exponent. */
    public boolean isInteger() {
      return text.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
    }
  }

  record JsonBoolean(boolean value) implements JsonValue {}

  record JsonNull() implements JsonValue {}
}
