package io.perilune.server.json;

import io.perilune.server.error.ApiException;
import io.perilune.toolcall.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Typed access to a JSON object of a request. A field of {@code null} counts as absent; a field of
 * the wrong type is an {@link ApiException} that names its path.
 */
public final class Fields {
  private final JsonValue.JsonObject object;
  private final String path;

  /**
   * Wraps an object.
   *
   * @param path where the object stands in the body: {@code messages[0]}; empty for the body itself
   */
  public Fields(JsonValue.JsonObject object, String path) {
    this.object = object;
    this.path = path;
  }

  /** Wraps a value that must be an object. */
  public static Fields of(JsonValue value, String path) {
    if (value instanceof JsonValue.JsonObject object) {
      return new Fields(object, path);
    }
    throw ApiException.invalid(path, path + " must be an object.");
  }

  /**
   * Wraps the elements of an array, which must be objects.
   *
   * @param path where the array stands in the body
   */
  public static List<Fields> ofAll(List<JsonValue> elements, String path) {
    List<Fields> all = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      all.add(of(elements.get(i), path + "[" + i + "]"));
    }
    return all;
  }

  public JsonValue.JsonObject object() {
    return object;
  }

  /** The path of a field of this object. */
  public String path(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  public Optional<JsonValue> value(String field) {
    JsonValue value = object.get(field);
    return value instanceof JsonValue.JsonNull ? Optional.empty() : Optional.ofNullable(value);
  }

  /** The string at a field; lone surrogates, which no encoding can carry, become U+FFFD. */
  public Optional<String> string(String field) {
    return value(field)
        .map(
            value -> {
              if (value instanceof JsonValue.JsonString(String text)) {
                return wellFormed(text);
              }
              throw wrong(field, "a string");
            });
  }

  public String requireString(String field) {
    return string(field).orElseThrow(() -> wrong(field, "a string; it is missing"));
  }

  public Optional<Boolean> bool(String field) {
    return value(field)
        .map(
            value -> {
              if (value instanceof JsonValue.JsonBoolean(boolean truth)) {
                return truth;
              }
              throw wrong(field, "true or false");
            });
  }

  public Optional<Fields> object(String field) {
    return value(field).map(value -> of(value, path(field)));
  }

  public Optional<List<JsonValue>> array(String field) {
    return value(field)
        .map(
            value -> {
              if (value instanceof JsonValue.JsonArray(List<JsonValue> elements)) {
                return elements;
              }
              throw wrong(field, "an array");
            });
  }

  /** The number at the range's field. */
  public OptionalDouble number(NumberRange range) {
    Optional<JsonValue> value = value(range.field());
    if (value.isEmpty()) {
      return OptionalDouble.empty();
    }
    if (value.get() instanceof JsonValue.JsonNumber(String text)) {
      double number = Double.parseDouble(text);
      if (range.contains(number)) {
        return OptionalDouble.of(number);
      }
    }
    throw wrong(range.field(), range.description());
  }

  /** The whole number at the range's field, exactly. */
  public OptionalLong integer(NumberRange range) {
    OptionalDouble number = number(range);
    if (number.isEmpty()) {
      return OptionalLong.empty();
    }
    JsonValue.JsonNumber written = (JsonValue.JsonNumber) object.get(range.field());
    try {
      return OptionalLong.of(
          written.isInteger() ? Long.parseLong(written.text()) : (long) number.getAsDouble());
    } catch (NumberFormatException e) {
      throw wrong(range.field(), range.description());
    }
  }

  /** The whole number at the field of a range that lies within the range of {@code int}. */
  public OptionalInt int32(NumberRange range) {
    OptionalLong value = integer(range);
    return value.isPresent()
        ? OptionalInt.of(Math.toIntExact(value.getAsLong()))
        : OptionalInt.empty();
  }

  /** The error of a field that is not what it must be. */
  public ApiException wrong(String field, String expected) {
    String at = path(field);
    return ApiException.invalid(at, at + " must be " + expected + ".");
  }

  /** A text with U+FFFD for its lone surrogates. */
  public static String wellFormed(String text) {
    int lone = loneSurrogate(text, 0);
    if (lone < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text);
    for (; lone >= 0; lone = loneSurrogate(text, lone + 1)) {
      out.setCharAt(lone, '\uFFFD');
    }
    return out.toString();
  }

  private static int loneSurrogate(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean paired =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!paired) {
        return i;
      }
      i++;
    }
    return -1;
  }
}
