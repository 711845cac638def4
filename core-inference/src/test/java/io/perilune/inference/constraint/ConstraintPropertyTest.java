package io.perilune.inference.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.constraint.NaiveRecognizer.Never;
import io.perilune.inference.constraint.NaiveRecognizer.Rest;
import io.perilune.inference.constraint.Pattern.Characters;
import io.perilune.inference.constraint.Pattern.Choice;
import io.perilune.inference.constraint.Pattern.ControlToken;
import io.perilune.inference.constraint.Pattern.Repeat;
import io.perilune.inference.constraint.Pattern.RuleReference;
import io.perilune.inference.constraint.Pattern.Sequence;
import io.perilune.inference.constraint.Pattern.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random small grammars and vocabularies: what is allowed is what the grammar's meaning says. */
class ConstraintPropertyTest {
  private static final List<String> CONTROLS = List.of("<|x|>", "<|y|>");
  private static final String ALPHABET = "abé€😀";
  private static final int STEPS = 12;

  @Property(tries = 1000)
  void masksAreWhatTheGrammarAllows(@ForAll long seed) {
    Random random = new Random(seed);
    Grammar grammar = grammar(random);
    ListedTokenizer tokenizer = vocabulary(random);
    NaiveRecognizer naive = new NaiveRecognizer(grammar);
    ConstraintCompiler compiler = new ConstraintCompiler(tokenizer);
    if (naive.start() instanceof Never) {
      assertRefused(compiler, grammar);
      return;
    }
    ConstraintMatcher matcher = compiler.compile(GenerationConstraint.whole(grammar)).newMatcher();
    assertMasks(naive, matcher, tokenizer, random);
  }

  /** Even if masks are remembered from a generation in which they had others. */
  @Property(tries = 1000)
  void variablesStandForTheirTexts(@ForAll long seed) {
    Random random = new Random(seed);
    Grammar grammar = grammar(random);
    ListedTokenizer tokenizer = vocabulary(random);
    NaiveRecognizer naive = new NaiveRecognizer(grammar);
    if (naive.start() instanceof Never) {
      return;
    }
    List<String> texts = new ArrayList<>();
    Map<String, Pattern> rules = new LinkedHashMap<>();
    grammar.rules().forEach((name, rule) -> rules.put(name, varied(rule, random, texts)));
    Grammar varied = new Grammar(rules, grammar.root());
    List<String> others = texts.stream().map(text -> "ab".substring(random.nextInt(2))).toList();
    ConstraintCompiler compiler = new ConstraintCompiler(tokenizer);
    ConstraintMatcher other =
        compiler.compile(new GenerationConstraint(varied, List.of(), true, others)).newMatcher();
    for (int step = 0; step < STEPS && !other.ended(); step++) {
      List<Integer> allowed = allowed(other, tokenizer.vocabularySize());
      if (!allowed.isEmpty()) {
        other.accept(allowed.get(random.nextInt(allowed.size())));
      }
    }
    ConstraintMatcher matcher =
        compiler.compile(new GenerationConstraint(varied, List.of(), true, texts)).newMatcher();
    assertMasks(naive, matcher, tokenizer, random);
  }

  /** The same pattern; some of its texts are variables. */
  private static Pattern varied(Pattern pattern, Random random, List<String> texts) {
    return switch (pattern) {
      case Text(String text) when !text.isEmpty() && random.nextBoolean() -> {
        texts.add(text);
        yield new Pattern.Variable(texts.size() - 1);
      }
      case Sequence(List<Pattern> parts) ->
          new Sequence(parts.stream().map(part -> varied(part, random, texts)).toList());
      case Choice(List<Pattern> options) ->
          new Choice(options.stream().map(option -> varied(option, random, texts)).toList());
      case Repeat(Pattern part, int min, int max) ->
          new Repeat(varied(part, random, texts), min, max);
      default -> pattern;
    };
  }

  private static void assertMasks(
      NaiveRecognizer naive, ConstraintMatcher matcher, ListedTokenizer tokenizer, Random random) {
    Rest rest = naive.start();
    for (int step = 0; step < STEPS && !matcher.ended(); step++) {
      Rest[] afters;
      try {
        afters = afters(naive, rest, tokenizer);
      } catch (NaiveRecognizer.TooLargeException e) {
        return;
      }
      List<Integer> allowed = new ArrayList<>();
      for (int token = 0; token < afters.length; token++) {
        boolean ends = token == tokenizer.end() && naive.complete(rest);
        if (ends || !(afters[token] instanceof Never)) {
          allowed.add(token);
        } else {
          assertFalse(matcher.accept(token), "token " + token + " is accepted");
        }
      }
      assertEquals(allowed, allowed(matcher, tokenizer.vocabularySize()));
      assertTrue(!matcher.exhausted() || allowed.equals(List.of(tokenizer.end())));
      if (allowed.isEmpty()) {
        return;
      }
      int token = allowed.get(random.nextInt(allowed.size()));
      assertTrue(matcher.accept(token), "token " + token + " is refused");
      rest = afters[token];
    }
  }

  private static void assertRefused(ConstraintCompiler compiler, Grammar grammar) {
    try {
      compiler.compile(GenerationConstraint.whole(grammar));
      assertTrue(false, "compiled");
    } catch (GrammarException e) {
      assertTrue(e.getMessage().contains("matches no text"), e.getMessage());
    }
  }

  private static Rest[] afters(NaiveRecognizer naive, Rest rest, ListedTokenizer tokenizer) {
    Rest[] afters = new Rest[tokenizer.vocabularySize()];
    for (int token = 0; token < afters.length; token++) {
      byte[] bytes = tokenizer.bytes(token);
      if (tokenizer.isControl(token)) {
        afters[token] = naive.takeControl(rest, new String(bytes, StandardCharsets.UTF_8));
      } else {
        afters[token] = bytes.length == 0 ? new Never() : naive.takeBytes(rest, bytes);
      }
    }
    return afters;
  }

  /** The tokens whose logits are left, with two more logits than the vocabulary has tokens. */
  private static List<Integer> allowed(ConstraintMatcher matcher, int size) {
    float[] logits = new float[size + 5];
    matcher.ruleOut(logits, 3, size + 2);
    List<Integer> allowed = new ArrayList<>();
    for (int token = 0; token < size + 2; token++) {
      if (logits[3 + token] == 0) {
        allowed.add(token);
      }
    }
    return allowed;
  }

  private static ListedTokenizer vocabulary(Random random) {
    List<byte[]> texts = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(10) == 0 ? 25 : random.nextInt(6);
      for (int j = 0; j < length; j++) {
        int character = ALPHABET.offsetByCodePoints(0, random.nextInt(random.nextInt(5) + 1));
        text.appendCodePoint(ALPHABET.codePointAt(character));
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      boolean cut = bytes.length > 1 && random.nextInt(3) == 0;
      int from = cut ? random.nextInt(bytes.length) : 0;
      int to = cut ? from + 1 + random.nextInt(bytes.length - from) : bytes.length;
      texts.add(Arrays.copyOfRange(bytes, from, to));
    }
    return new ListedTokenizer(texts, CONTROLS);
  }

  private static Grammar grammar(Random random) {
    while (true) {
      Map<String, Pattern> rules = new LinkedHashMap<>();
      int count = 1 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        rules.put("r" + i, pattern(random, count, 4));
      }
      try {
        return new Grammar(rules, "r0");
      } catch (GrammarException e) {
        // Left-recursive.
      }
    }
  }

  private static Pattern pattern(Random random, int rules, int depth) {
    int kind = random.nextInt(depth == 0 ? 5 : 12);
    return switch (kind) {
      case 0, 1 -> text(random);
      case 2 -> characters(random);
      case 3 -> new ControlToken(CONTROLS.get(random.nextInt(CONTROLS.size())));
      case 4, 5 -> new RuleReference("r" + random.nextInt(rules));
      case 6, 7 -> new Sequence(patterns(random, rules, depth));
      case 8, 9 -> new Choice(patterns(random, rules, depth));
      default -> repeat(random, pattern(random, rules, depth - 1));
    };
  }

  private static List<Pattern> patterns(Random random, int rules, int depth) {
    List<Pattern> patterns = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      patterns.add(pattern(random, rules, depth - 1));
    }
    return patterns;
  }

  private static Pattern repeat(Random random, Pattern part) {
    int min = random.nextInt(4) == 0 ? random.nextInt(40) : random.nextInt(3);
    int max = min + (random.nextInt(4) == 0 ? random.nextInt(200) : random.nextInt(3));
    return new Repeat(part, min, random.nextInt(3) == 0 ? Pattern.UNBOUNDED : max);
  }

  private static Text text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(random.nextInt(3) == 0 ? "é" : random.nextBoolean() ? "a" : "b");
    }
    return new Text(text.toString());
  }

  private static Characters characters(Random random) {
    List<CodePointRange> ranges = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      int[] starts = {'a', 'b', 0xe0, 0x20a0, 0xd7f0, 0x1f5f0, 0x7f, 0xffff};
      int first = starts[random.nextInt(starts.length)];
      ranges.add(new CodePointRange(first, first + random.nextInt(40)));
    }
    return new Characters(ranges, random.nextInt(3) == 0);
  }
}
