package io.perilune.server.constraint.schema;

import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Schemas by which rules are told apart. Unlike JSON values, two of them are equal only if their
 * members are in the same order, which is the order in which a model writes theirs.
 */
record SchemaKey(List<JsonValue> schemas) {
  @Override
  public boolean equals(Object other) {
    return other instanceof SchemaKey(List<JsonValue> those) && sameInOrder(schemas, those);
  }

  /** Equal values have equal hash codes, whatever their order. */
  @Override
  public int hashCode() {
    return schemas.hashCode();
  }

  private static boolean sameInOrder(JsonValue a, JsonValue b) {
    if (a == b) {
      return true;
    }
    return switch (a) {
      case JsonObject(Map<String, JsonValue> members) ->
          b instanceof JsonObject(Map<String, JsonValue> those)
              && List.copyOf(members.keySet()).equals(List.copyOf(those.keySet()))
              && sameInOrder(List.copyOf(members.values()), List.copyOf(those.values()));
      case JsonArray(List<JsonValue> elements) ->
          b instanceof JsonArray(List<JsonValue> those) && sameInOrder(elements, those);
      default -> a.equals(b);
    };
  }

  private static boolean sameInOrder(List<JsonValue> some, List<JsonValue> others) {
    Iterator<JsonValue> other = others.iterator();
    return some.size() == others.size()
        && some.stream().allMatch(value -> sameInOrder(value, other.next()));
  }
}
