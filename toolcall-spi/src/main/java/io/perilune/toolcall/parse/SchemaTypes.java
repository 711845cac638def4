package io.perilune.toolcall.parse;

import io.perilune.toolcall.json.JsonLimits;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a JSON schema says about the members of a tool's arguments; only their top level. */
final class SchemaTypes {
  /** Schemas nested in {@code anyOf} and {@code oneOf} are looked into this deep. */
  private static final int DEPTH_MAX = 4;

  private final JsonObject properties;
  private final Set<String> required = new LinkedHashSet<>();

  SchemaTypes(JsonObject schema) {
    properties =
        schema.get("properties") instanceof JsonObject declared ? declared : JsonObject.EMPTY;
    if (schema.get("required") instanceof JsonArray(List<JsonValue> names)) {
      for (JsonValue name : names) {
        if (name instanceof JsonString(String text)) {
          required.add(text);
        }
      }
    }
  }

  boolean declares(String property) {
    return properties.get(property) != null;
  }

  /** The JSON types that the property may have; empty if the schema does not say. */
  Set<String> types(String property) {
    Set<String> types = new LinkedHashSet<>();
    collectTypes(properties.get(property), types, 0);
    return types;
  }

  /** Whether all required members are there, none is undeclared, and their types fit. */
  boolean accepts(JsonObject arguments) {
    return arguments.members().keySet().containsAll(required)
        && arguments.members().entrySet().stream()
            .allMatch(
                member -> declares(member.getKey()) && fits(member.getKey(), member.getValue()));
  }

  private boolean fits(String property, JsonValue value) {
    Set<String> types = types(property);
    return types.isEmpty() || types.stream().anyMatch(type -> isOfType(value, type));
  }

  private static boolean isOfType(JsonValue value, String type) {
    return switch (value) {
      case JsonObject o -> type.equals("object");
      case JsonArray a -> type.equals("array");
      case JsonString s -> type.equals("string");
      case JsonValue.JsonBoolean b -> type.equals("boolean");
      case JsonValue.JsonNull n -> type.equals("null");
      case JsonValue.JsonNumber n ->
          type.equals("number") || type.equals("integer") && asInteger(n).isPresent();
    };
  }

  /** The number without fraction and exponent, if its value is an integer of reasonable size. */
  static Optional<JsonValue.JsonNumber> asInteger(JsonValue.JsonNumber number) {
    if (number.isInteger()) {
      return Optional.of(number);
    }
    try {
      BigDecimal value = new BigDecimal(number.text()).stripTrailingZeros();
      boolean integral = value.scale() <= 0 && value.scale() >= -JsonLimits.NUMBER_CHARS_MAX;
      return integral
          ? Optional.of(new JsonValue.JsonNumber(value.toBigIntegerExact().toString()))
          : Optional.empty();
    } catch (NumberFormatException e) {
      // The exponent exceeds what BigDecimal can hold.
      return Optional.empty();
    }
  }

  private static void collectTypes(JsonValue schema, Set<String> types, int depth) {
    if (!(schema instanceof JsonObject object) || depth > DEPTH_MAX) {
      return;
    }
    collectNames(object.get("type"), types);
    for (String alternatives : List.of("anyOf", "oneOf")) {
      if (object.get(alternatives) instanceof JsonArray(List<JsonValue> options)) {
        options.forEach(option -> collectTypes(option, types, depth + 1));
      }
    }
  }

  private static void collectNames(JsonValue type, Set<String> types) {
    if (type instanceof JsonString(String name)) {
      types.add(name);
    } else if (type instanceof JsonArray(List<JsonValue> names)) {
      names.forEach(name -> collectNames(name, types));
    }
  }
}
