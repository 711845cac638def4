package io.perilune.toolcall.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON text (RFC 8259) strictly: one value, no comments, no trailing commas, no raw control
 * characters in strings, no leading zeros. Of members with the same name the last one wins, at the
 * place of the first. Escaped lone surrogates are accepted as they are. Recursion is bounded by
 * {@link JsonLimits#DEPTH_MAX}.
 */
public final class JsonReader {
  private final String text;
  private int position;

  private JsonReader(String text) {
    this.text = text;
  }

  /**
   * Reads the one value that the text consists of.
   *
   * @throws JsonException if the text is not JSON or exceeds a limit
   */
  public static JsonValue read(String text) {
    JsonReader reader = new JsonReader(text);
    JsonValue value = reader.value(0);
    reader.skipBlanks();
    if (reader.position < text.length()) {
      throw new JsonException("Unexpected text after the JSON value", reader.position);
    }
    return value;
  }

  /** Like {@link #read}, but empty for a text that is not JSON or exceeds a limit. */
  public static Optional<JsonValue> tryRead(String text) {
    try {
      return Optional.of(read(text));
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private JsonValue value(int depth) {
    skipBlanks();
    char first = peek("a JSON value");
    return switch (first) {
      case '{' -> object(deeper(depth));
      case '[' -> array(deeper(depth));
      case '"' -> new JsonValue.JsonString(string());
      case 't' -> literal("true", new JsonValue.JsonBoolean(true));
      case 'f' -> literal("false", new JsonValue.JsonBoolean(false));
      case 'n' -> literal("null", new JsonValue.JsonNull());
      default -> {
        if (first == '-' || isDigit(first)) {
          yield number();
        }
        throw new JsonException("Expected a JSON value", position);
      }
    };
  }

  private int deeper(int depth) {
    if (depth == JsonLimits.DEPTH_MAX) {
      throw new JsonException(
          "JSON is nested more than " + JsonLimits.DEPTH_MAX + " levels deep", position);
    }
    return depth + 1;
  }

  private JsonValue object(int depth) {
    position++;
    Map<String, JsonValue> members = new LinkedHashMap<>();
    skipBlanks();
    if (taken('}')) {
      return new JsonValue.JsonObject(members);
    }
    do {
      skipBlanks();
      int start = position;
      if (peek("a member name in quotes") != '"') {
        throw new JsonException("Expected a member name in quotes", position);
      }
      String name = string();
      if (name.length() > JsonLimits.NAME_CHARS_MAX) {
        throw new JsonException(
            "A member name is longer than " + JsonLimits.NAME_CHARS_MAX + " characters", start);
      }
      skipBlanks();
      expect(':');
      members.put(name, value(depth));
      skipBlanks();
    } while (taken(','));
    expect('}');
    return new JsonValue.JsonObject(members);
  }

  private JsonValue array(int depth) {
    position++;
    List<JsonValue> elements = new ArrayList<>();
    skipBlanks();
    if (taken(']')) {
      return new JsonValue.JsonArray(elements);
    }
    do {
      elements.add(value(depth));
      skipBlanks();
    } while (taken(','));
    expect(']');
    return new JsonValue.JsonArray(elements);
  }

  private String string() {
    int start = position;
    position++;
    StringBuilder unescaped = null;
    int copied = position;
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == '"') {
        String tail = text.substring(copied, position);
        position++;
        return unescaped == null ? tail : unescaped.append(tail).toString();
      }
      if (c < ' ') {
        throw new JsonException("A control character in a string must be escaped", position);
      }
      if (c == '\\') {
        unescaped = unescaped == null ? new StringBuilder() : unescaped;
        unescaped.append(text, copied, position).append(escape());
        copied = position;
      } else {
        position++;
      }
    }
    throw new JsonException("A string that starts at character " + start + " has no end", position);
  }

  private char escape() {
    int start = position;
    position++;
    char kind = peek("an escape sequence");
    position++;
    return switch (kind) {
      case '"', '\\', '/' -> kind;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> codeUnit(start);
      default -> throw new JsonException("Unknown escape sequence in a string", start);
    };
  }

  private char codeUnit(int start) {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = hexDigit(peek("four hexadecimal digits"));
      if (digit < 0) {
        throw new JsonException("Expected four hexadecimal digits after \\u", start);
      }
      unit = unit << 4 | digit;
      position++;
    }
    return (char) unit;
  }

  /** The digit's value, or -1; unlike {@link Character#digit} for ASCII only. */
  private static int hexDigit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  private JsonValue number() {
    int start = position;
    taken('-');
    if (!taken('0')) {
      digits();
    }
    if (taken('.')) {
      digits();
    }
    if (taken('e') || taken('E')) {
      if (!taken('+')) {
        taken('-');
      }
      digits();
    }
    if (position - start > JsonLimits.NUMBER_CHARS_MAX) {
      throw new JsonException(
          "A number is longer than " + JsonLimits.NUMBER_CHARS_MAX + " characters", start);
    }
    return new JsonValue.JsonNumber(text.substring(start, position));
  }

  private void digits() {
    int start = position;
    while (position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
    if (position == start) {
      throw new JsonException("Expected a digit", position);
    }
  }

  private JsonValue literal(String word, JsonValue value) {
    if (!text.startsWith(word, position)) {
      throw new JsonException("Expected " + word, position);
    }
    position += word.length();
    return value;
  }

  private void skipBlanks() {
    while (position < text.length() && isBlank(text.charAt(position))) {
      position++;
    }
  }

  private char peek(String expected) {
    if (position == text.length()) {
      throw new JsonException("The JSON text ends where " + expected + " should follow", position);
    }
    return text.charAt(position);
  }

  private boolean taken(char c) {
    if (position < text.length() && text.charAt(position) == c) {
      position++;
      return true;
    }
    return false;
  }

  private void expect(char c) {
    if (!taken(c)) {
      throw new JsonException("Expected '" + c + "'", position);
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
