package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.Pattern;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What holds for objects.
 *
 * @param properties the schemas of members by name, in the order in which they are written
 * @param additional the schema of all other members
 * @param required the names of members that must be there
 * @param min the least number of members
 * @param max the greatest, or {@link Pattern#UNBOUNDED}
 */
record ObjectFacts(
    Map<String, Conjunction> properties,
    Conjunction additional,
    Set<String> required,
    int min,
    int max) {
  static final ObjectFacts ANY =
      new ObjectFacts(Map.of(), Conjunction.ANY, Set.of(), 0, Pattern.UNBOUNDED);

  ObjectFacts {
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    required = Collections.unmodifiableSet(new LinkedHashSet<>(required));
  }

  ObjectFacts and(ObjectFacts other) {
    Map<String, Conjunction> both = new LinkedHashMap<>();
    properties.forEach((name, schema) -> both.put(name, schema.and(other.of(name))));
    other.properties.forEach((name, schema) -> both.putIfAbsent(name, additional.and(schema)));
    Set<String> needed = new LinkedHashSet<>(required);
    needed.addAll(other.required);
    return new ObjectFacts(
        both,
        additional.and(other.additional),
        needed,
        Math.max(min, other.min),
        Math.min(max, other.max));
  }

  /** The schema of the member of this name. */
  Conjunction of(String name) {
    return properties.getOrDefault(name, additional);
  }

  /** The schemas of the members by name, those that are required without being declared as well. */
  Map<String, Conjunction> named() {
    Map<String, Conjunction> all = new LinkedHashMap<>(properties);
    required.forEach(name -> all.putIfAbsent(name, additional));
    return all;
  }

  boolean isAny() {
    return equals(ANY);
  }
}
