package io.perilune.toolcall.json;

import java.util.Map;

/**
 * Writes JSON values as text. Key order and the text of numbers are kept. Characters are written as
 * themselves, except quotes, backslashes, control characters below U+0020 (by the short escapes
 * where JSON has them) and lone surrogates, which no encoding can carry: these become {@code
 * \\uXXXX}. Recursion is as deep as the value.
 */
public final class JsonWriter {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out;
  private final String comma;
  private final String colon;

  private JsonWriter(StringBuilder out, String comma, String colon) {
    this.out = out;
    this.comma = comma;
    this.colon = colon;
  }

  /** Without blanks: <code>{"a":1,"b":[2,3]}</code>. */
  public static String compact(JsonValue value) {
    return write(value, ",", ":");
  }

  /**
   * With a blank after commas and colons, as Python's {@code json.dumps(ensure_ascii=False)}
   * writes: <code>{"a": 1, "b": [2, 3]}</code>. Models read and write this form.
   */
  public static String spaced(JsonValue value) {
    return write(value, ", ", ": ");
  }

  /** The string in quotes. */
  public static String quoted(String value) {
    StringBuilder out = new StringBuilder(value.length() + 2);
    appendQuoted(out, value);
    return out.toString();
  }

  private static String write(JsonValue value, String comma, String colon) {
    StringBuilder out = new StringBuilder();
    new JsonWriter(out, comma, colon).append(value);
    return out.toString();
  }

  private void append(JsonValue value) {
    switch (value) {
      case JsonValue.JsonObject object -> appendObject(object);
      case JsonValue.JsonArray array -> appendArray(array);
      case JsonValue.JsonString(String text) -> appendQuoted(out, text);
      case JsonValue.JsonNumber(String text) -> out.append(text);
      case JsonValue.JsonBoolean(boolean truth) -> out.append(truth);
      case JsonValue.JsonNull() -> out.append("null");
    }
  }

  private void appendObject(JsonValue.JsonObject object) {
    String separator = "";
    out.append('{');
    for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
      out.append(separator);
      appendQuoted(out, member.getKey());
      out.append(colon);
      append(member.getValue());
      separator = comma;
    }
    out.append('}');
  }

  private void appendArray(JsonValue.JsonArray array) {
    String separator = "";
    out.append('[');
    for (JsonValue element : array.elements()) {
      out.append(separator);
      append(element);
      separator = comma;
    }
    out.append(']');
  }

  private static void appendQuoted(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ' || isLoneSurrogate(value, i)) {
            appendUnit(out, c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isLoneSurrogate(String value, int i) {
    char c = value.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == value.length() || !Character.isLowSurrogate(value.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(value.charAt(i - 1)));
  }

  private static void appendUnit(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt(c >> shift & 0xf));
    }
  }
}
