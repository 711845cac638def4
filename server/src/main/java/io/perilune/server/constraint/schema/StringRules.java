package io.perilune.server.constraint.schema;

import static io.perilune.server.constraint.schema.Patterns.any;
import static io.perilune.server.constraint.schema.Patterns.choice;
import static io.perilune.server.constraint.schema.Patterns.repeat;
import static io.perilune.server.constraint.schema.Patterns.sequence;
import static io.perilune.server.constraint.schema.Patterns.text;

import io.perilune.inference.constraint.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Strings by length, regular expression and format. */
final class StringRules {
  private static final Pattern QUOTE = text("\"");

  private final RegexRules regexes;
  private final Problems problems;

  StringRules(RuleSet rules, Problems problems) {
    this.regexes = new RegexRules(rules);
    this.problems = problems;
  }

  /** The strings for which this holds; empty if there are none. */
  Optional<Pattern> of(StringFacts facts, String path) {
    if (facts.isEmpty()) {
      return Optional.empty();
    }
    for (int i = 1; i < facts.expressions().size(); i++) {
      problems.unenforced(
          path,
          facts.expressions().get(i).keyword(),
          "is not enforced together with another pattern or format");
    }
    if (!facts.expressions().isEmpty()) {
      Optional<Optional<Pattern>> matching = matching(facts, path);
      if (matching.isPresent()) {
        return matching.get().map(StringRules::quoted);
      }
    }
    if (facts.minLength() == 0 && facts.maxLength() == Pattern.UNBOUNDED) {
      return Optional.of(JsonRules.STRING);
    }
    return Optional.of(quoted(repeat(JsonRules.CHARACTER, facts.minLength(), facts.maxLength())));
  }

  private static Pattern quoted(Pattern content) {
    return sequence(QUOTE, content, QUOTE);
  }

  /** The texts that match; empty if the expression has to be given up. */
  private Optional<Optional<Pattern>> matching(StringFacts facts, String path) {
    StringFacts.Expression expression = facts.expressions().getFirst();
    try {
      List<Pattern> options = new ArrayList<>();
      for (AnchoredRegex part : AnchoredRegex.split(expression.regex())) {
        Optional<AnchoredRegex> fitted = part.ofLength(facts.minLength(), facts.maxLength());
        if (fitted.isPresent()) {
          if (!fitted.get().hasLength(facts.minLength(), facts.maxLength())) {
            reportLengths(facts, path, expression.keyword());
          }
          options.add(content(fitted.get()));
        }
      }
      return Optional.of(options.isEmpty() ? Optional.empty() : Optional.of(choice(options)));
    } catch (RegexException e) {
      problems.unenforced(path, expression.keyword(), e.getMessage());
      return Optional.empty();
    }
  }

  private void reportLengths(StringFacts facts, String path, String keyword) {
    String reason = "is not enforced together with this " + keyword;
    if (facts.minLength() > 0) {
      problems.unenforced(path, "minLength", reason);
    }
    if (facts.maxLength() != Pattern.UNBOUNDED) {
      problems.unenforced(path, "maxLength", reason);
    }
  }

  private Pattern content(AnchoredRegex part) {
    List<Pattern> parts = new ArrayList<>();
    if (!part.atStart()) {
      parts.add(any(JsonRules.CHARACTER));
    }
    parts.add(regexes.of(part.body()));
    if (!part.atEnd()) {
      parts.add(any(JsonRules.CHARACTER));
    }
    return sequence(parts);
  }
}
