package io.perilune.server.constraint.schema;

import io.perilune.toolcall.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Schemas that must hold together; none of them, and anything is valid.
 *
 * @param schemas as they stand in the document
 */
record Conjunction(List<JsonValue> schemas, String path) {
  Conjunction {
    schemas = List.copyOf(schemas);
  }

  static final Conjunction ANY = new Conjunction(List.of(), "");

  /** A single schema. */
  static Conjunction of(JsonValue schema, String path) {
    return new Conjunction(List.of(schema), path);
  }

  Conjunction and(Conjunction other) {
    if (schemas.isEmpty() || other.schemas.containsAll(schemas)) {
      return other;
    }
    List<JsonValue> all = new ArrayList<>(schemas);
    other.schemas.stream().filter(schema -> !all.contains(schema)).forEach(all::add);
    return new Conjunction(all, path);
  }

  /** Whether no value is valid, as far as can be seen without a closer look. */
  boolean isNever() {
    return schemas.contains(new JsonValue.JsonBoolean(false));
  }

  /** Whether all values are valid, as far as can be seen without a closer look. */
  boolean isAny() {
    return schemas.stream()
        .allMatch(
            schema ->
                schema.equals(new JsonValue.JsonBoolean(true))
                    || schema instanceof JsonValue.JsonObject(var members) && members.isEmpty());
  }
}
