package io.perilune.server.constraint.schema;

import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A set of JSON values, which may be many. Strings are found by their texts: a hash table finds
 * these fast even where a client has chosen them to have one hash code.
 */
final class ValueSet {
  private final Set<String> strings = new HashSet<>();
  private final Set<JsonValue> others = new HashSet<>();

  private ValueSet() {}

  static ValueSet of(List<JsonValue> values) {
    ValueSet set = new ValueSet();
    values.forEach(set::add);
    return set;
  }

  /** The values, each once, in their order. */
  static List<JsonValue> distinct(List<JsonValue> values) {
    ValueSet seen = new ValueSet();
    return values.stream().filter(seen::add).toList();
  }

  boolean contains(JsonValue value) {
    return value instanceof JsonString(String text)
        ? strings.contains(text)
        : others.contains(value);
  }

  /** Adds a value; false if it is there already. */
  private boolean add(JsonValue value) {
    return value instanceof JsonString(String text) ? strings.add(text) : others.add(value);
  }
}
