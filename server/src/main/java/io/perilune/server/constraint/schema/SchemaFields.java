package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.Pattern;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonBoolean;
import io.perilune.toolcall.json.JsonValue.JsonNumber;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The keywords of one schema, typed. A keyword whose value no schema may have is reported and
 * counts as absent.
 *
 * @param object the schema
 * @param path where it stands
 * @param problems takes what is wrong
 */
record SchemaFields(JsonObject object, String path, Problems problems) {
  /** The greatest distance of a number's first digit from its point. */
  private static final int MAGNITUDE_MAX = 60;

  boolean has(String keyword) {
    return object.get(keyword) != null;
  }

  boolean isTrue(String keyword) {
    return object.get(keyword) instanceof JsonBoolean(boolean value) && value;
  }

  String path(String more) {
    return path.isEmpty() ? more : path + "." + more;
  }

  Optional<String> string(String keyword) {
    return switch (object.get(keyword)) {
      case null -> Optional.empty();
      case JsonString(String text) -> Optional.of(text);
      default -> wrong(keyword, "must be a string");
    };
  }

  Optional<List<JsonValue>> array(String keyword) {
    return switch (object.get(keyword)) {
      case null -> Optional.empty();
      case JsonArray(List<JsonValue> elements) -> Optional.of(elements);
      default -> wrong(keyword, "must be an array");
    };
  }

  Optional<BigDecimal> number(String keyword) {
    return switch (object.get(keyword)) {
      case null -> Optional.empty();
      case JsonNumber(String text) -> {
        Optional<BigDecimal> value = decimal(text);
        yield value.isPresent() ? value : wrong(keyword, "is too large or too small");
      }
      default -> wrong(keyword, "must be a number");
    };
  }

  /** A number that can be calculated with; empty for one of absurd size. */
  static Optional<BigDecimal> decimal(String text) {
    try {
      BigDecimal value = new BigDecimal(text).stripTrailingZeros();
      int magnitude = Math.subtractExact(value.precision(), value.scale());
      return Math.abs(magnitude) > MAGNITUDE_MAX || Math.abs(value.scale()) > MAGNITUDE_MAX
          ? Optional.empty()
          : Optional.of(value);
    } catch (NumberFormatException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** A number of characters, elements or members that must at least be there. */
  int least(String keyword) {
    OptionalInt count = count(keyword);
    if (count.orElse(0) > SchemaLimits.COUNT_MAX) {
      problems.unenforced(path, keyword, tooMany());
      return SchemaLimits.COUNT_MAX;
    }
    return count.orElse(0);
  }

  /** A number of characters, elements or members that may at most be there. */
  int most(String keyword) {
    OptionalInt count = count(keyword);
    if (count.isPresent() && count.getAsInt() > SchemaLimits.COUNT_MAX) {
      problems.unenforced(path, keyword, tooMany());
      return Pattern.UNBOUNDED;
    }
    return count.orElse(Pattern.UNBOUNDED);
  }

  private OptionalInt count(String keyword) {
    Optional<BigDecimal> value = number(keyword);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (value.get().signum() < 0 || !NumberFacts.isMultiple(value.get(), BigDecimal.ONE)) {
      wrong(keyword, "must be a whole number of 0 or more");
      return OptionalInt.empty();
    }
    return OptionalInt.of(
        value.get().min(BigDecimal.valueOf(Integer.MAX_VALUE - 1)).intValueExact());
  }

  private static String tooMany() {
    return "is beyond " + SchemaLimits.COUNT_MAX + ", which is not enforced";
  }

  /** The schema at a keyword, if it is one. */
  Optional<Conjunction> schema(String keyword) {
    JsonValue value = object.get(keyword);
    return value == null ? Optional.empty() : schema(value, keyword);
  }

  /** The schemas of an array at a keyword; those that are none are left out. */
  Optional<List<Conjunction>> schemas(String keyword) {
    Optional<List<JsonValue>> elements = array(keyword);
    if (elements.isEmpty()) {
      return Optional.empty();
    }
    List<Conjunction> schemas = new ArrayList<>();
    for (int i = 0; i < elements.get().size(); i++) {
      schemas.add(schema(elements.get().get(i), keyword + "[" + i + "]").orElse(Conjunction.ANY));
    }
    return Optional.of(schemas);
  }

  /** The schemas of an object at a keyword by name. */
  Map<String, Conjunction> schemasByName(String keyword) {
    Map<String, Conjunction> schemas = new LinkedHashMap<>();
    switch (object.get(keyword)) {
      case null -> {}
      case JsonObject(Map<String, JsonValue> members) ->
          members.forEach(
              (name, value) ->
                  schemas.put(name, schema(value, keyword + "." + name).orElse(Conjunction.ANY)));
      default -> wrong(keyword, "must be an object");
    }
    return schemas;
  }

  private Optional<Conjunction> schema(JsonValue value, String at) {
    if (value instanceof JsonObject || value instanceof JsonBoolean) {
      return Optional.of(Conjunction.of(value, path(at)));
    }
    return wrong(at, "must be a schema: an object, true or false");
  }

  private <T> Optional<T> wrong(String keyword, String reason) {
    problems.invalid(path, keyword, reason);
    return Optional.empty();
  }
}
