package io.perilune.server.constraint.schema;

import io.perilune.toolcall.json.JsonValue;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a schema says of values, without alternatives: all of it holds.
 *
 * @param types the kinds of values
 * @param values the values one by one, where the schema lists them
 * @param numbers what holds for numbers
 * @param strings what holds for strings
 * @param arrays what holds for arrays
 * @param objects what holds for objects
 */
record Facts(
    Set<JsonType> types,
    Optional<List<JsonValue>> values,
    NumberFacts numbers,
    StringFacts strings,
    ArrayFacts arrays,
    ObjectFacts objects) {
  static final Facts ANY = ofTypes(EnumSet.allOf(JsonType.class));

  static Facts ofTypes(Set<JsonType> types) {
    return new Facts(
        types, Optional.empty(), NumberFacts.ANY, StringFacts.ANY, ArrayFacts.ANY, ObjectFacts.ANY);
  }

  Facts and(Facts other) {
    Set<JsonType> both = EnumSet.noneOf(JsonType.class);
    both.addAll(types);
    both.retainAll(other.types);
    Optional<List<JsonValue>> listed =
        values.isEmpty() || other.values.isEmpty()
            ? values.or(other::values)
            : Optional.of(common(values.get(), other.values.get()));
    return new Facts(
        both,
        listed,
        numbers.and(other.numbers),
        strings.and(other.strings),
        arrays.and(other.arrays),
        objects.and(other.objects));
  }

  /** The values of one list that are in the other, too; both lists may be long. */
  private static List<JsonValue> common(List<JsonValue> some, List<JsonValue> others) {
    ValueSet allowed = ValueSet.of(others);
    return some.stream().filter(allowed::contains).toList();
  }

  Facts withValues(List<JsonValue> listed) {
    return new Facts(types, Optional.of(listed), numbers, strings, arrays, objects);
  }

  Facts withTypes(Set<JsonType> allowed) {
    return new Facts(allowed, values, numbers, strings, arrays, objects);
  }

  Facts withNumbers(NumberFacts facts) {
    return new Facts(types, values, facts, strings, arrays, objects);
  }

  Facts withStrings(StringFacts facts) {
    return new Facts(types, values, numbers, facts, arrays, objects);
  }

  Facts withArrays(ArrayFacts facts) {
    return new Facts(types, values, numbers, strings, facts, objects);
  }

  Facts withObjects(ObjectFacts facts) {
    return new Facts(types, values, numbers, strings, arrays, facts);
  }

  /** Whether one look is enough to see that no value is valid. */
  boolean isNever() {
    return types.isEmpty() || values.isPresent() && values.get().isEmpty();
  }
}
