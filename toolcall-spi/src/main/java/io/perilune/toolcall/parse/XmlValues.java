package io.perilune.toolcall.parse;

import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonBoolean;
import io.perilune.toolcall.json.JsonValue.JsonNull;
import io.perilune.toolcall.json.JsonValue.JsonNumber;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.Optional;
import java.util.Set;

/** Gives the text of an XML parameter the type that the tool's schema asks for. */
final class XmlValues {
  private XmlValues() {}

  /**
   * The value of a parameter.
   *
   * @param text the text between the tags; entities are not decoded
   * @param types the JSON types that the schema allows; empty if it does not say
   */
  static JsonValue typed(String text, Set<String> types) {
    if (types.isEmpty() || types.contains("string")) {
      return new JsonString(withoutOuterNewlines(text));
    }
    String trimmed = text.strip();
    if (types.contains("null") && trimmed.equals("null")) {
      return new JsonNull();
    }
    if (types.contains("boolean")
        && (trimmed.equalsIgnoreCase("true") || trimmed.equalsIgnoreCase("false"))) {
      return new JsonBoolean(trimmed.equalsIgnoreCase("true"));
    }
    Optional<JsonValue> value = JsonReader.tryRead(trimmed);
    boolean onlyInteger = types.contains("integer") && !types.contains("number");
    return value
        .map(
            v ->
                onlyInteger && v instanceof JsonNumber number
                    ? SchemaTypes.asInteger(number).orElse(number)
                    : v)
        .orElseGet(() -> new JsonString(withoutOuterNewlines(text)));
  }

  private static String withoutOuterNewlines(String text) {
    int start = text.startsWith("\n") ? 1 : 0;
    int end = text.length() > start && text.endsWith("\n") ? text.length() - 1 : text.length();
    return text.substring(start, end);
  }
}
