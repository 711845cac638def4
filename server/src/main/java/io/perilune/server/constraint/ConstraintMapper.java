package io.perilune.server.constraint;

import io.perilune.inference.constraint.GbnfReader;
import io.perilune.inference.constraint.GenerationConstraint;
import io.perilune.inference.constraint.Grammar;
import io.perilune.inference.constraint.Pattern;
import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.json.JsonValue;
import java.util.ArrayList;
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
  private static final Pattern EMPTY = new Pattern.Sequence(List.of());
  private static final Pattern ANY_TEXT =
      new Pattern.Repeat(Pattern.Characters.any(), 0, Pattern.UNBOUNDED);

  private final Predicate<String> hasToken;
  private final Function<JsonValue, Grammar> schemas;
  private final Map<String, Pattern> rules = new LinkedHashMap<>();

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
          : pattern(lazy.then())
              .map(then -> new GenerationConstraint(grammar(then), triggers, lazy.required()));
    }
    return pattern(constraint).map(whole -> GenerationConstraint.whole(grammar(whole)));
  }

  private Grammar grammar(Pattern root) {
    rules.put(ROOT, root);
    return new Grammar(rules, ROOT);
  }

  private List<String> known(List<String> tokens) {
    return tokens.stream().filter(hasToken).toList();
  }

  private Optional<Pattern> pattern(Constraint constraint) {
    return switch (constraint) {
      case Constraint.Literal(String text) -> Optional.of(new Pattern.Text(text));
      case Constraint.ControlToken(String text) ->
          hasToken.test(text) ? Optional.of(new Pattern.ControlToken(text)) : Optional.empty();
      case Constraint.Json(JsonValue schema) -> Optional.of(included(schemas.apply(schema)));
      case Constraint.Gbnf(String grammar) ->
          Optional.of(included(Renaming.prefixed(GbnfReader.read(grammar), GBNF_PREFIX)));
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
