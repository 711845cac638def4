package io.perilune.server.constraint.schema;

import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether alternatives exclude each other; where that cannot be told, they are said not to. */
final class Disjointness {
  private Disjointness() {}

  static boolean of(List<Facts> some, List<Facts> others) {
    return some.stream().allMatch(a -> others.stream().allMatch(b -> of(a, b)));
  }

  private static boolean of(Facts a, Facts b) {
    Facts both = a.and(b);
    if (both.isNever()) {
      return true;
    }
    Set<JsonType> common = EnumSet.copyOf(both.types());
    if (both.values().isPresent()) {
      common.retainAll(both.values().get().stream().map(JsonType::of).toList());
    }
    return common.stream().allMatch(type -> ofType(type, a, b, both));
  }

  private static boolean ofType(JsonType type, Facts a, Facts b, Facts both) {
    return switch (type) {
      case NUMBER -> both.numbers().isEmpty();
      case STRING -> both.strings().isEmpty();
      case OBJECT -> byRequiredMember(a.objects(), b.objects(), both.objects());
      case ARRAY, BOOLEAN, NULL -> false;
    };
  }

  /** Told apart by a member that must be there and has no value that both allow. */
  private static boolean byRequiredMember(ObjectFacts a, ObjectFacts b, ObjectFacts both) {
    return both.required().stream()
        .anyMatch(
            name -> {
              if (both.of(name).isNever()) {
                return true;
              }
              Optional<List<JsonValue>> first = listed(a.of(name));
              Optional<List<JsonValue>> second = listed(b.of(name));
              return first.isPresent()
                  && second.isPresent()
                  && second.get().stream().noneMatch(ValueSet.of(first.get())::contains);
            });
  }

  private static Optional<List<JsonValue>> listed(Conjunction schemas) {
    for (JsonValue schema : schemas.schemas()) {
      if (schema instanceof JsonObject object) {
        if (object.get("const") != null) {
          return Optional.of(List.of(object.get("const")));
        }
        if (object.get("enum") instanceof JsonArray(List<JsonValue> values)) {
          return Optional.of(values);
        }
      }
    }
    return Optional.empty();
  }
}
