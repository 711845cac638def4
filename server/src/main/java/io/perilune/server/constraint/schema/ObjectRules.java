package io.perilune.server.constraint.schema;

import static io.perilune.server.constraint.schema.Patterns.any;
import static io.perilune.server.constraint.schema.Patterns.choice;
import static io.perilune.server.constraint.schema.Patterns.optional;
import static io.perilune.server.constraint.schema.Patterns.repeat;
import static io.perilune.server.constraint.schema.Patterns.sequence;
import static io.perilune.server.constraint.schema.Patterns.text;

import io.perilune.inference.constraint.Pattern;
import io.perilune.toolcall.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Objects by their members. Members are written in the order in which the schema declares them,
 * then those that are only required, then any others; each optional one may be left out. For every
 * declared member there is one rule, "this member or a later one comes next", so that the grammar
 * grows with their number and not with that of their combinations.
 */
final class ObjectRules {
  private final RuleSet rules;
  private final ValueRules values;
  private final Problems problems;

  ObjectRules(RuleSet rules, ValueRules values, Problems problems) {
    this.rules = rules;
    this.values = values;
    this.problems = problems;
  }

  /**
   * A member that may come next.
   *
   * @param pattern name, colon and value
   */
  private record Member(Pattern pattern, boolean required) {}

  /** The objects for which this holds; empty if there are none. */
  Optional<Pattern> of(ObjectFacts facts, String path) {
    if (facts.isAny()) {
      return Optional.of(JsonRules.OBJECT);
    }
    List<Member> members = new ArrayList<>();
    for (Map.Entry<String, Conjunction> entry : facts.named().entrySet()) {
      String name = entry.getKey();
      boolean required = facts.required().contains(name);
      Optional<Pattern> value = values.of(entry.getValue());
      if (value.isPresent()) {
        Pattern named = sequence(text(JsonWriter.quoted(name) + ":"), JsonRules.AFTER_COLON);
        members.add(new Member(sequence(named, value.get()), required));
      } else if (required) {
        return Optional.empty();
      }
    }
    Optional<Pattern> other = values.of(facts.additional()).map(value -> other(facts, value));
    return members.isEmpty() ? map(facts, other) : record(facts, members, other, path);
  }

  /** A member of any name that is not declared. */
  private Pattern other(ObjectFacts facts, Pattern value) {
    Map<String, Conjunction> named = facts.named();
    Pattern name =
        named.isEmpty()
            ? JsonRules.STRING
            : sequence(text("\""), WordTree.of(named.keySet()).others(rules), text("\""));
    return rules.define("member", sequence(name, text(":"), JsonRules.AFTER_COLON, value));
  }

  /** An object without declared members. */
  private static Optional<Pattern> map(ObjectFacts facts, Optional<Pattern> other) {
    if (other.isEmpty() || facts.max() == 0) {
      return facts.min() > 0 || facts.max() < 0
          ? Optional.empty()
          : Optional.of(sequence(text("{"), JsonRules.GAP, text("}")));
    }
    if (facts.min() > facts.max()) {
      return Optional.empty();
    }
    Pattern more =
        repeat(
            sequence(JsonRules.COMMA, other.get()),
            Math.max(0, facts.min() - 1),
            facts.max() == Pattern.UNBOUNDED ? facts.max() : facts.max() - 1);
    Pattern filled = sequence(other.get(), more, JsonRules.GAP);
    return Optional.of(
        sequence(
            text("{"), JsonRules.GAP, facts.min() == 0 ? optional(filled) : filled, text("}")));
  }

  private Optional<Pattern> record(
      ObjectFacts facts, List<Member> members, Optional<Pattern> other, String path) {
    long required = members.stream().filter(Member::required).count();
    if (required > facts.max()) {
      return Optional.empty();
    }
    if (facts.min() > Math.max(1, required)) {
      problems.unenforced(path, "minProperties");
    }
    if (facts.max() != Pattern.UNBOUNDED && (other.isPresent() || members.size() > facts.max())) {
      problems.unenforced(path, "maxProperties");
    }
    Pattern rest = other.map(member -> any(sequence(JsonRules.COMMA, member))).orElse(null);
    Optional<Pattern> next = other.map(member -> rules.define("members", sequence(member, rest)));
    Pattern after = rest == null ? Patterns.EMPTY : rest;
    boolean mayEnd = true;
    for (Member member : members.reversed()) {
      List<Pattern> options = new ArrayList<>();
      options.add(sequence(member.pattern(), after));
      if (!member.required()) {
        next.ifPresent(options::add);
      }
      Pattern rule = rules.define("members", choice(options));
      next = Optional.of(rule);
      mayEnd &= !member.required();
      Pattern more = sequence(JsonRules.COMMA, rule);
      after = mayEnd ? optional(more) : more;
    }
    Pattern filled = sequence(next.orElseThrow(), JsonRules.GAP);
    boolean mayBeEmpty = mayEnd && facts.min() == 0;
    return Optional.of(
        sequence(text("{"), JsonRules.GAP, mayBeEmpty ? optional(filled) : filled, text("}")));
  }
}
