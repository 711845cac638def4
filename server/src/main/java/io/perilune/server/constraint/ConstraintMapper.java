package io.perilune.server.constraint;

import io.perilune.inference.constraint.GbnfReader;
import io.perilune.inference.constraint.GenerationConstraint;
import io.perilune.inference.constraint.Grammar;
import io.perilune.inference.constraint.Pattern;
import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Turns what a format asks for into a grammar. Ways that need a control token which the vocabulary
 * lacks are left out. Used once.
 */
final class ConstraintMapper {
  private static final String ROOT = "root";
  private static final String GBNF_PREFIX = "gbnf-";
  private static final String TEXT_PREFIX = "text-";
  private static final Pattern EMPTY = new Pattern.Sequence(List.of());
  private static final Pattern ANY_TEXT =
      new Pattern.Repeat(Pattern.Characters.any(), 0, Pattern.UNBOUNDED);

  private final Predicate<String> hasToken;
  private final Function<JsonValue, Grammar> schemas;
  private final Map<String, Pattern> rules = new LinkedHashMap<>();
  private final List<String> variables = new ArrayList<>();

  /** What stands for grammars in the notation GBNF, and for texts up to some end. */
  private final Map<Constraint, Pattern> included = new HashMap<>();

  /** What stands for schemas; formats ask for the very same one in many places. */
  private final Map<JsonValue, Pattern> bySchema = new IdentityHashMap<>();

  /**
   * For one constraint.
   *
   * @param hasToken whether the vocabulary has a control token of this text
   * @param schemas the grammars of schemas, with names that differ from schema to schema
   */
  ConstraintMapper(Predicate<String> hasToken, Function<JsonValue, Grammar> schemas) {
    this.hasToken = hasToken;
    this.schemas = schemas;
  }

  /**
   * The constraint for the engine; empty if the vocabulary lacks the tokens for it.
   *
   * @throws io.perilune.inference.constraint.GrammarException if it cannot be a grammar
   */
  Optional<GenerationConstraint> map(Constraint constraint) {
    if (constraint instanceof Constraint.LazyTrigger lazy) {
      List<String> triggers = known(lazy.controlTokens());
      return triggers.isEmpty()
          ? Optional.empty()
          : pattern(lazy.then()).map(then -> generation(then, triggers, lazy.required()));
    }
    return pattern(constraint).map(whole -> generation(whole, List.of(), true));
  }

  private GenerationConstraint generation(Pattern root, List<String> triggers, boolean required) {
    rules.put(ROOT, root);
    return new GenerationConstraint(new Grammar(rules, ROOT), triggers, required, variables);
  }

  private List<String> known(List<String> tokens) {
    return tokens.stream().filter(hasToken).toList();
  }

  private Optional<Pattern> pattern(Constraint constraint) {
    return switch (constraint) {
      case Constraint.Literal(String text) -> Optional.of(new Pattern.Text(text));
      case Constraint.ControlToken(String text) ->
          hasToken.test(text) ? Optional.of(new Pattern.ControlToken(text)) : Optional.empty();
      case Constraint.Json(JsonValue schema) ->
          Optional.of(bySchema.computeIfAbsent(schema, _ -> included(schemas.apply(schema))));
      case Constraint.Variable(String text) -> Optional.of(variable(text));
      case Constraint.Gbnf(String grammar) -> {
        if (!included.containsKey(constraint)) {
          String prefix = GBNF_PREFIX + included.size() + "-";
          included.put(constraint, included(Renaming.prefixed(GbnfReader.read(grammar), prefix)));
        }
        yield Optional.of(included.get(constraint));
      }
      case Constraint.TextUntil(String end) ->
          Optional.of(
              included.computeIfAbsent(
                  constraint,
                  _ -> new TextUntilRules(end, TEXT_PREFIX + included.size() + "-").addTo(rules)));
      case Constraint.Sequence(List<Constraint> parts) -> sequence(parts);
      case Constraint.Choice(List<Constraint> options) -> {
        List<Pattern> possible =
            options.stream().flatMap(option -> pattern(option).stream()).toList();
        yield possible.isEmpty() ? Optional.empty() : Optional.of(new Pattern.Choice(possible));
      }
      case Constraint.Repeat(Constraint part, int min, int max) -> {
        Optional<Pattern> repeated =
            pattern(part).map(pattern -> new Pattern.Repeat(pattern, min, max));
        yield repeated.isEmpty() && min == 0 ? Optional.of(EMPTY) : repeated;
      }
      case Constraint.LazyTrigger(List<String> tokens, Constraint then, boolean _) ->
          known(tokens).isEmpty()
              ? Optional.empty()
              : pattern(then).map(rest -> new Pattern.Sequence(List.of(ANY_TEXT, rest)));
    };
  }

  /** A variable, unless the text is one that the engine takes only as a part of the grammar. */
  private Pattern variable(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > Pattern.Variable.BYTES_MAX) {
      return new Pattern.Text(text);
    }
    if (!variables.contains(text)) {
      variables.add(text);
    }
    return new Pattern.Variable(variables.indexOf(text));
  }

  private Optional<Pattern> sequence(List<Constraint> parts) {
    List<Pattern> patterns = new ArrayList<>(parts.size());
    for (Constraint part : parts) {
      Optional<Pattern> pattern = pattern(part);
      if (pattern.isEmpty()) {
        return Optional.empty();
      }
      patterns.add(pattern.get());
    }
    return Optional.of(new Pattern.Sequence(patterns));
  }

  private Pattern included(Grammar grammar) {
    rules.putAll(grammar.rules());
    return new Pattern.RuleReference(grammar.root());
  }
}
