package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Values of any kind: a rule for each schema, however often it is referred to. */
final class ValueRules {
  private static final String HINT = "value";

  private final RuleSet rules;
  private final Alternatives alternatives;
  private final LiteralRules literals;
  private final NumberRules numbers;
  private final StringRules strings;
  private final ArrayRules arrays;
  private final ObjectRules objects;

  private final Map<SchemaKey, Optional<Pattern>> done = new HashMap<>();

  /** Names of the rules being made, by their schemas. */
  private final Map<SchemaKey, String> open = new HashMap<>();

  /** Those of them that refer to themselves. */
  private final Set<String> recursive = new HashSet<>();

  ValueRules(RuleSet rules, Alternatives alternatives, Problems problems) {
    this.rules = rules;
    this.alternatives = alternatives;
    this.literals = new LiteralRules(rules, problems);
    this.numbers = new NumberRules(rules, problems);
    this.strings = new StringRules(rules, problems);
    this.arrays = new ArrayRules(rules, this);
    this.objects = new ObjectRules(rules, this, problems);
  }

  /** The values that are valid against all these schemas; empty if there are none. */
  Optional<Pattern> of(Conjunction schemas) {
    if (schemas.isAny()) {
      return Optional.of(JsonRules.VALUE);
    }
    SchemaKey key = new SchemaKey(schemas.schemas());
    Optional<Pattern> known = done.get(key);
    if (known != null) {
      return known;
    }
    if (open.containsKey(key)) {
      recursive.add(open.get(key));
      return Optional.of(Patterns.rule(open.get(key)));
    }
    if (open.size() == SchemaLimits.DEPTH_MAX) {
      throw new SchemaTooLargeException("depth");
    }
    String name = rules.newName(HINT);
    open.put(key, name);
    List<Pattern> options = new ArrayList<>();
    for (Facts facts : alternatives.of(schemas)) {
      addOptions(facts, schemas.path(), options);
    }
    open.remove(key);
    Pattern pattern = Patterns.choice(options.stream().distinct().toList());
    Optional<Pattern> result;
    if (recursive.contains(name) || !options.isEmpty() && !isShort(pattern)) {
      rules.define(name, HINT, pattern);
      result = Optional.of(Patterns.rule(name));
    } else {
      result = options.isEmpty() ? Optional.empty() : Optional.of(pattern);
    }
    done.put(key, result);
    return result;
  }

  private static boolean isShort(Pattern pattern) {
    return pattern instanceof Pattern.RuleReference || pattern instanceof Pattern.Text;
  }

  private void addOptions(Facts facts, String path, List<Pattern> options) {
    if (facts.values().isPresent()) {
      literals.of(facts, path).ifPresent(options::add);
      return;
    }
    for (JsonType type : facts.types()) {
      Optional<Pattern> pattern =
          switch (type) {
            case OBJECT -> objects.of(facts.objects(), path);
            case ARRAY ->
                facts.arrays().isAny() ? Optional.of(JsonRules.ARRAY) : arrays.of(facts.arrays());
            case STRING -> strings.of(facts.strings(), path);
            case NUMBER -> numbers.of(facts.numbers(), path);
            case BOOLEAN -> Optional.of(JsonRules.BOOLEAN);
            case NULL -> Optional.of(JsonRules.NULL);
          };
      pattern.ifPresent(options::add);
    }
  }
}
