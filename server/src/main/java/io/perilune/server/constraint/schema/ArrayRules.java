package io.perilune.server.constraint.schema;

import static io.perilune.server.constraint.schema.Patterns.optional;
import static io.perilune.server.constraint.schema.Patterns.repeat;
import static io.perilune.server.constraint.schema.Patterns.sequence;
import static io.perilune.server.constraint.schema.Patterns.text;

import io.perilune.inference.constraint.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Arrays by their elements and number. */
final class ArrayRules {
  private final RuleSet rules;
  private final ValueRules values;

  ArrayRules(RuleSet rules, ValueRules values) {
    this.rules = rules;
    this.values = values;
  }

  /** The arrays for which this holds; empty if there are none. */
  Optional<Pattern> of(ArrayFacts facts) {
    List<Pattern> first = new ArrayList<>();
    int most = facts.max();
    for (Conjunction schema : facts.first()) {
      Optional<Pattern> element = first.size() < most ? values.of(schema) : Optional.empty();
      if (element.isEmpty()) {
        most = first.size();
        break;
      }
      first.add(element.get());
    }
    Optional<Pattern> others = first.size() < most ? values.of(facts.others()) : Optional.empty();
    if (others.isEmpty()) {
      most = Math.min(most, first.size());
    }
    if (facts.min() > most) {
      return Optional.empty();
    }
    Pattern elements = elements(first, others, facts.min(), most);
    return Optional.of(sequence(text("["), JsonRules.GAP, elements, text("]")));
  }

  /** From the end to the beginning: each element knows what may follow it. */
  private Pattern elements(List<Pattern> first, Optional<Pattern> others, int min, int max) {
    int listed = first.size();
    Pattern rest = Patterns.EMPTY;
    if (others.isPresent()) {
      Pattern other = others.get();
      if (listed == 0) {
        int more = max == Pattern.UNBOUNDED ? max : max - 1;
        Pattern following = repeat(sequence(JsonRules.COMMA, other), Math.max(0, min - 1), more);
        Pattern filled = sequence(other, following, JsonRules.GAP);
        return min == 0 ? optional(filled) : filled;
      }
      rest =
          repeat(
              sequence(JsonRules.COMMA, other),
              Math.max(0, min - listed),
              max == Pattern.UNBOUNDED ? max : max - listed);
    }
    for (int i = listed - 1; i > 0; i--) {
      Pattern more = rules.define("elements", sequence(JsonRules.COMMA, first.get(i), rest));
      rest = i < min ? more : optional(more);
    }
    if (listed == 0) {
      return Patterns.EMPTY;
    }
    Pattern filled = sequence(first.getFirst(), rest, JsonRules.GAP);
    return min == 0 ? optional(filled) : filled;
  }
}
