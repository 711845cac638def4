package io.perilune.inference.constraint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ConstraintCompilerTest {
  private static final String NESTED =
      "root ::= \"[\" (item (\",\" item)*)? \"]\"\nitem ::= root | \"a\"{1,100}";

  private final ListedTokenizer tokenizer =
      new ListedTokenizer(
          Stream.of("a", "b", "aa", "ab", "[", "]", ",", "],", "[[", "[a", "a]")
              .map(text -> text.getBytes(StandardCharsets.UTF_8))
              .toList(),
          List.of("<|call|>"));
  private final ConstraintCompiler compiler = new ConstraintCompiler(tokenizer);

  private CompiledConstraint compile(String gbnf, String... triggers) {
    return compiler.compile(
        new GenerationConstraint(GbnfReader.read(gbnf), List.of(triggers), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~",
      quoteCharacter = '`',
      value = {
        "root ::= <|other|> ~ no control token <|other|>",
        "root ::= \"a\" <|end|> ~ <|end|>, which ends the generation",
        "root ::= \"a\" root ~ matches no text",
        "root ::= [] ~ matches no text",
        "root ::= [\\uD800-\\uDFFF] ~ matches no text",
      })
  void refusesGrammarsThatCannotWork(String gbnf, String part) {
    String message = assertThrows(GrammarException.class, () -> compile(gbnf)).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void refusesTriggersThatTheGrammarCannotBeginWith() {
    assertDoesNotThrow(() -> compile("root ::= \"a\" | <|call|>", "<|call|>"));
    String message =
        assertThrows(GrammarException.class, () -> compile("root ::= \"a\"", "<|call|>"))
            .getMessage();
    assertTrue(message.contains("cannot begin with the control token <|call|>"), message);
    assertThrows(GrammarException.class, () -> compile("root ::= \"a\"", ListedTokenizer.END));
  }

  @Test
  void refusesWhatIsTooLarge() {
    String many = "\"aaaaaaaaaa\"{6} ".repeat(50_000);
    String message =
        assertThrows(GrammarException.class, () -> compile("root ::= " + many)).getMessage();
    assertTrue(message.contains("too large"), message);
  }

  @Test
  void optionsThatOverlapDoNotMakeTheAutomatonExplode() {
    // As a deterministic automaton this has a state for each of the last 24 letters' values.
    CompiledConstraint compiled = compile("root ::= [ab]* \"a\" [ab]{24}");
    assertTrue(compiled.bytesUsed() < 100_000, "bytes " + compiled.bytesUsed());
    ConstraintMatcher matcher = compiled.newMatcher();
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      int token = random.nextInt(2);
      text.append(token == 0 ? "a" : "b");
      assertTrue(matcher.accept(token));
      int decisive = text.length() - 25;
      boolean complete = decisive >= 0 && text.charAt(decisive) == 'a';
      float[] logits = new float[tokenizer.vocabularySize()];
      matcher.ruleOut(logits, 0, logits.length);
      assertTrue(complete == (logits[tokenizer.end()] == 0), text.toString());
    }
  }

  @Test
  void manyWordsCompileUnlessTheyMayBeginAnywhere() {
    StringBuilder words = new StringBuilder("\"a\"");
    for (int i = 0; i < 20_000; i++) {
      words.append("|\"w%05d\"".formatted(i));
    }
    assertDoesNotThrow(() -> compile("root ::= (" + words + ")*"));
    String message =
        assertThrows(GrammarException.class, () -> compile("root ::= .* (" + words + ") .*"))
            .getMessage();
    assertTrue(message.contains("too long to compile"), message);
  }

  @Test
  void remembersWhatItRefused() {
    StringBuilder words = new StringBuilder("\"a\"");
    for (int i = 0; i < 20_000; i++) {
      words.append("|\"w%05d\"".formatted(i));
    }
    Grammar slow = GbnfReader.read("root ::= .* (" + words + ") .*");
    Instant start = Instant.now();
    assertThrows(GrammarException.class, () -> compile(slow));
    Duration first = Duration.between(start, Instant.now());
    start = Instant.now();
    for (int i = 0; i < 5; i++) {
      String message = assertThrows(GrammarException.class, () -> compile(slow)).getMessage();
      assertTrue(message.contains("too long to compile"), message);
    }
    assertTrue(Duration.between(start, Instant.now()).compareTo(first) < 0);
  }

  @Test
  void remembersTheLastConstraints() {
    CompiledConstraint first = compile("root ::= \"a\"");
    assertSame(first, compile("root ::= \"a\""));
    for (int i = 0; i < ConstraintCompiler.MAX_CACHED; i++) {
      compile("root ::= \"a\"{" + i + "}");
      assertSame(first, compile("root ::= \"a\""));
    }
    for (int i = 0; i < ConstraintCompiler.MAX_CACHED; i++) {
      compile("root ::= \"b\"{" + i + "}");
    }
    assertNotSame(first, compile("root ::= \"a\""));
  }

  @Test
  void variablesAreNoReasonToCompileAgain() {
    Grammar grammar =
        Grammar.of(
            new Pattern.Sequence(
                List.of(
                    new Pattern.Text("["),
                    new Pattern.Variable(0),
                    new Pattern.Choice(
                        List.of(new Pattern.Text("]"), new Pattern.ControlToken("<|call|>"))))));
    CompiledConstraint first = compile(grammar, "a");
    CompiledConstraint second = compile(grammar, "ab");
    assertSame(first.trie(), second.trie());
    assertSame(first.automaton().calls(), second.automaton().calls());
    assertEquals(List.of("[", "[a"), allowed(first.newMatcher()));
    assertEquals(List.of("[", "[a"), allowed(second.newMatcher()));
    ConstraintMatcher inFirst = first.newMatcher();
    ConstraintMatcher inSecond = second.newMatcher();
    assertTrue(inFirst.accept(token("[a")));
    assertTrue(inSecond.accept(token("[a")));
    assertEquals(List.of("]", "<|call|>"), allowed(inFirst));
    assertEquals(List.of("b"), allowed(inSecond));
  }

  @Test
  void refusesVariablesWithoutFittingTexts() {
    Grammar grammar = Grammar.of(new Pattern.Variable(1));
    String message = assertThrows(GrammarException.class, () -> compile(grammar, "a")).getMessage();
    assertTrue(message.contains("variable 1"), message);
    String tooLong = "a".repeat(Pattern.Variable.BYTES_MAX + 1);
    assertThrows(GrammarException.class, () -> compile(grammar, "a", tooLong));
    assertThrows(GrammarException.class, () -> compile(grammar, "a", ""));
    String longest = tooLong.substring(1);
    ConstraintMatcher matcher = compile(grammar, "a", longest).newMatcher();
    for (int i = 0; i < longest.length(); i++) {
      assertTrue(matcher.accept(token("a")));
    }
    assertTrue(matcher.exhausted());
  }

  private CompiledConstraint compile(Grammar grammar, String... variables) {
    return compiler.compile(new GenerationConstraint(grammar, List.of(), true, List.of(variables)));
  }

  private int token(String text) {
    return IntStream.range(0, tokenizer.vocabularySize())
        .filter(token -> text.equals(new String(tokenizer.bytes(token), StandardCharsets.UTF_8)))
        .findFirst()
        .orElseThrow();
  }

  private List<String> allowed(ConstraintMatcher matcher) {
    float[] logits = new float[tokenizer.vocabularySize()];
    matcher.ruleOut(logits, 0, logits.length);
    return IntStream.range(0, logits.length)
        .filter(token -> logits[token] == 0)
        .mapToObj(token -> new String(tokenizer.bytes(token), StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void remembersNoMoreThanItsMemoryHolds() {
    CompiledConstraint first = compile("root ::= \"a\"");
    for (int i = 0; i < 10; i++) {
      compile("root ::= \"" + "a".repeat(200_000) + "\" \"b\"{" + i + "}");
    }
    assertNotSame(first, compile("root ::= \"a\""));
  }

  @Test
  void generationsShareACompiledConstraint() throws Exception {
    GenerationConstraint constraint = GenerationConstraint.whole(GbnfReader.read(NESTED));
    CompiledConstraint shared = compiler.compile(constraint);
    List<List<float[]>> alone = new ArrayList<>();
    for (int seed = 0; seed < 8; seed++) {
      alone.add(masks(new ConstraintCompiler(tokenizer).compile(constraint), seed));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<List<float[]>>> together =
          IntStream.range(0, 8)
              .mapToObj(seed -> threads.submit(() -> masks(shared, seed)))
              .toList();
      for (int seed = 0; seed < 8; seed++) {
        List<float[]> masks = together.get(seed).get();
        for (int i = 0; i < masks.size(); i++) {
          assertArrayEquals(alone.get(seed).get(i), masks.get(i));
        }
      }
    }
  }

  private List<float[]> masks(CompiledConstraint compiled, long seed) {
    Random random = new Random(seed);
    ConstraintMatcher matcher = compiled.newMatcher();
    List<float[]> masks = new ArrayList<>();
    for (int i = 0; i < 500 && !matcher.exhausted(); i++) {
      float[] logits = new float[tokenizer.vocabularySize()];
      assertTrue(matcher.ruleOut(logits, 0, logits.length));
      masks.add(logits);
      int token = random.nextInt(logits.length);
      while (!matcher.accept(token)) {
        token = random.nextInt(logits.length);
      }
    }
    return masks;
  }
}
