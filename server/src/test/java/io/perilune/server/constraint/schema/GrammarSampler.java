package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.CodePointRange;
import io.perilune.inference.constraint.Grammar;
import io.perilune.inference.constraint.Pattern;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes texts of a grammar by chance; after a while it takes the shortest ways to an end. */
final class GrammarSampler {
  private static final int LONG = 1_000_000;
  private static final int LENGTH = 200;

  private final Grammar grammar;
  private final Random random;
  private final Map<String, Integer> shortest = new HashMap<>();
  private final StringBuilder out = new StringBuilder();

  private GrammarSampler(Grammar grammar, Random random) {
    this.grammar = grammar;
    this.random = random;
    for (boolean changed = true; changed; ) {
      changed = false;
      for (Map.Entry<String, Pattern> rule : grammar.rules().entrySet()) {
        int length = length(rule.getValue());
        changed |= shortest.getOrDefault(rule.getKey(), LONG) != length;
        shortest.put(rule.getKey(), length);
      }
    }
  }

  static String text(Grammar grammar, Random random) {
    GrammarSampler sampler = new GrammarSampler(grammar, random);
    sampler.write(grammar.rules().get(grammar.root()));
    return sampler.out.toString();
  }

  private int length(Pattern pattern) {
    int length =
        switch (pattern) {
          case Pattern.Text(String text) -> text.length();
          case Pattern.Characters _, Pattern.ControlToken _, Pattern.Variable _ -> 1;
          case Pattern.RuleReference(String rule) -> shortest.getOrDefault(rule, LONG);
          case Pattern.Sequence(List<Pattern> parts) -> parts.stream().mapToInt(this::length).sum();
          case Pattern.Choice(List<Pattern> options) ->
              options.stream().mapToInt(this::length).min().orElse(LONG);
          case Pattern.Repeat(Pattern part, int min, int _) ->
              min == 0 ? 0 : Math.multiplyExact(min, length(part));
        };
    return Math.min(LONG, length);
  }

  private void write(Pattern pattern) {
    boolean hurry = out.length() > LENGTH;
    switch (pattern) {
      case Pattern.Text(String text) -> out.append(text);
      case Pattern.Characters characters -> out.appendCodePoint(point(characters));
      case Pattern.ControlToken _, Pattern.Variable _ ->
          throw new IllegalArgumentException("no text");
      case Pattern.RuleReference(String rule) -> write(grammar.rules().get(rule));
      case Pattern.Sequence(List<Pattern> parts) -> parts.forEach(this::write);
      case Pattern.Choice(List<Pattern> options) -> {
        List<Pattern> possible = options.stream().filter(o -> length(o) < LONG).toList();
        write(
            hurry
                ? possible.stream().min(Comparator.comparingInt(this::length)).orElseThrow()
                : possible.get(random.nextInt(possible.size())));
      }
      case Pattern.Repeat(Pattern part, int min, int max) -> {
        int most = hurry || length(part) == LONG ? min : (int) Math.min(max, min + 4L);
        int count = min + random.nextInt(most - min + 1);
        for (int i = 0; i < count; i++) {
          write(part);
        }
      }
    }
  }

  private int point(Pattern.Characters characters) {
    while (characters.negated()) {
      int point = random.nextInt(4) > 0 ? random.nextInt(128) : random.nextInt(0x3000);
      if (characters.ranges().stream().noneMatch(range -> contains(range, point))) {
        return point;
      }
    }
    CodePointRange range = characters.ranges().get(random.nextInt(characters.ranges().size()));
    return random.nextInt(range.first(), range.last() + 1);
  }

  private static boolean contains(CodePointRange range, int point) {
    return range.first() <= point && point <= range.last();
  }
}
