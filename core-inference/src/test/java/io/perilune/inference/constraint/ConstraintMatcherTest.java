package io.perilune.inference.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConstraintMatcherTest {
  private static final List<String> CONTROLS = List.of("<|call|>", "<|args|>");

  private final ListedTokenizer tokenizer =
      new ListedTokenizer(
          Stream.of(
                  "", "a", "b", "ab", "\"", "\"a", "a\"", "0", "00", "0000000000", "é", "<|call|>")
              .map(text -> text.getBytes(StandardCharsets.UTF_8))
              .toList(),
          CONTROLS);
  private final ConstraintCompiler compiler = new ConstraintCompiler(tokenizer);

  private ConstraintMatcher whole(String gbnf) {
    return compiler.compile(GenerationConstraint.whole(GbnfReader.read(gbnf))).newMatcher();
  }

  private ConstraintMatcher lazy(String gbnf, boolean required, String... triggers) {
    return compiler
        .compile(new GenerationConstraint(GbnfReader.read(gbnf), List.of(triggers), required))
        .newMatcher();
  }

  private int token(String text) {
    for (int token = 0; token < tokenizer.vocabularySize(); token++) {
      boolean control = CONTROLS.contains(text) || text.equals(ListedTokenizer.END);
      if (new String(tokenizer.bytes(token), StandardCharsets.UTF_8).equals(text)
          && tokenizer.isControl(token) == control) {
        return token;
      }
    }
    throw new AssertionError(text);
  }

  private boolean accept(ConstraintMatcher matcher, String text) {
    return matcher.accept(token(text));
  }

  private void assertAllowed(ConstraintMatcher matcher, String... texts) {
    float[] logits = new float[tokenizer.vocabularySize()];
    assertEquals(texts.length > 0, matcher.ruleOut(logits, 0, logits.length));
    List<String> allowed = new ArrayList<>();
    for (int token = 0; token < logits.length; token++) {
      if (logits[token] == 0) {
        allowed.add(new String(tokenizer.bytes(token), StandardCharsets.UTF_8));
      }
    }
    assertEquals(new TreeSet<>(List.of(texts)), new TreeSet<>(allowed));
    assertEquals(texts.length, allowed.size(), "the text and the control token are two");
  }

  @Test
  void tokensMayCrossTheBordersOfTheGrammar() {
    ConstraintMatcher matcher = whole("root ::= \"\\\"\" [ab]* \"\\\"\"");
    assertAllowed(matcher, "\"", "\"a");
    assertTrue(accept(matcher, "\"a"));
    assertAllowed(matcher, "a", "b", "ab", "\"", "a\"");
    assertTrue(accept(matcher, "a\""));
    assertAllowed(matcher, ListedTokenizer.END);
    assertTrue(matcher.exhausted());
    assertTrue(accept(matcher, ListedTokenizer.END));
    assertTrue(matcher.ended());
    assertAllowed(matcher);
    assertFalse(accept(matcher, ListedTokenizer.END));
  }

  @Test
  void aTextMayEndWhereItIsCompleteOnly() {
    ConstraintMatcher matcher = whole("root ::= \"a\" \"b\"*");
    assertFalse(accept(matcher, ListedTokenizer.END));
    assertTrue(accept(matcher, "a"));
    assertAllowed(matcher, "b", ListedTokenizer.END);
    assertFalse(matcher.exhausted());
  }

  @Test
  void controlTokensAreNoText() {
    ConstraintMatcher matcher = whole("root ::= .* <|args|>");
    assertFalse(accept(matcher, "<|call|>"));
    assertTrue(matcher.accept(textToken("<|call|>")));
    assertTrue(accept(matcher, "<|args|>"));
    assertTrue(matcher.exhausted());
  }

  private int textToken(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int token = 0; token < tokenizer.vocabularySize(); token++) {
      if (Arrays.equals(tokenizer.bytes(token), bytes) && !tokenizer.isControl(token)) {
        return token;
      }
    }
    throw new AssertionError(text);
  }

  @Test
  void outputIsFreeUpToATrigger() {
    ConstraintMatcher matcher =
        lazy("root ::= <|call|> \"a\" | <|args|> \"b\"", false, "<|call|>", "<|args|>");
    for (String free : List.of("é", "", "0", "\"")) {
      assertTrue(accept(matcher, free));
    }
    assertTrue(accept(matcher, "<|args|>"));
    assertAllowed(matcher, "b");
    assertTrue(accept(matcher, "b"));
    assertAllowed(matcher, ListedTokenizer.END);
  }

  @Test
  void freeOutputMayEndUnlessTheGrammarIsRequired() {
    String grammar = "root ::= <|call|> \"a\"";
    ConstraintMatcher optional = lazy(grammar, false, "<|call|>");
    assertTrue(accept(optional, ListedTokenizer.END));
    assertTrue(optional.ended());
    ConstraintMatcher required = lazy(grammar, true, "<|call|>");
    assertTrue(accept(required, "a"));
    assertFalse(accept(required, ListedTokenizer.END));
    float[] logits = new float[tokenizer.vocabularySize() + 100];
    assertTrue(required.ruleOut(logits, 0, logits.length));
    for (int token = 0; token < logits.length; token++) {
      assertEquals(token < tokenizer.end(), logits[token] == 0, "token " + token);
    }
  }

  @Test
  void countsLongRepetitionsExactly() {
    ConstraintMatcher matcher = whole("root ::= \"\\\"\" [^\"]{5,10003} \"\\\"\"");
    assertTrue(accept(matcher, "\""));
    String[] characters = {"a", "b", "ab", "0", "00", "0000000000", "é", "<|call|>"};
    assertAllowed(matcher, characters);
    assertTrue(accept(matcher, "00"));
    assertTrue(accept(matcher, "0"));
    assertAllowed(matcher, characters);
    assertTrue(accept(matcher, "0"));
    String[] oneLacks = Arrays.copyOf(characters, characters.length + 1);
    oneLacks[characters.length] = "a\"";
    assertAllowed(matcher, oneLacks);
    for (int i = 0; i < 3; i++) {
      assertTrue(accept(matcher, "00"));
    }
    for (int i = 1; i < 1000; i++) {
      assertTrue(accept(matcher, "0000000000"), "step " + i);
    }
    assertAllowed(matcher, "a", "b", "ab", "0", "00", "é", "\"", "a\"");
    assertTrue(accept(matcher, "ab"));
    assertAllowed(matcher, "a", "b", "0", "é", "\"", "a\"");
    assertTrue(accept(matcher, "é"));
    assertAllowed(matcher, "\"");
  }

  @Test
  void nestingHasNoLimitThatATextMeets() {
    ConstraintMatcher matcher = whole("root ::= \"a\" root \"b\" | \"0\"");
    for (int i = 0; i < 30_000; i++) {
      assertTrue(accept(matcher, "a"));
    }
    assertTrue(accept(matcher, "0"));
    for (int i = 0; i < 30_000; i++) {
      assertFalse(matcher.exhausted());
      assertTrue(accept(matcher, "b"));
    }
    assertTrue(matcher.exhausted());
  }

  @Test
  void whatNestsTooDeepIsRefused() {
    ConstraintMatcher matcher = whole("root ::= \"a\" root \"b\" | \"0\"");
    int depth = 0;
    while (accept(matcher, "a")) {
      depth++;
    }
    assertTrue(depth > 100_000, "depth " + depth);
    assertTrue(accept(matcher, "0"));
  }

  @Test
  void allocatesNothingInTheLongRun() {
    ConstraintMatcher matcher = whole("root ::= (\"\\\"\" [^\"]{0,10000} \"\\\"\" \"a\"?)*");
    float[] logits = new float[tokenizer.vocabularySize()];
    int[] tokens = {token("\""), token("ab"), token("é"), token("0"), token("a\"")};
    allocatedBy(20_000, matcher, tokens, logits);
    long bytes = allocatedBy(20_000, matcher, tokens, logits);
    assertTrue(bytes < 10_000, "bytes " + bytes);
  }

  private static long allocatedBy(
      int count, ConstraintMatcher matcher, int[] tokens, float[] logits) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    boolean ok = true;
    for (int i = 0; i < count; i++) {
      ok &= matcher.accept(tokens[i % tokens.length]) && matcher.ruleOut(logits, 0, logits.length);
    }
    long after = threads.getCurrentThreadAllocatedBytes();
    assertTrue(ok);
    return after - before;
  }

  @Test
  void noTokenIsAllowedWhereTheVocabularyLacksThem() {
    ConstraintMatcher matcher = whole("root ::= \"a\" \"x\"");
    assertTrue(accept(matcher, "a"));
    assertAllowed(matcher);
  }

  @Test
  void aMaskThatTakesTooLongIsGivenUp() {
    // From b on, each of 400 positions has to be followed into every token.
    StringBuilder options = new StringBuilder("root ::= \"b\" (r0");
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      options.append(" | r").append(i);
      rules.append("r%d ::= [0a] r%d | \"b\"\n".formatted(i, i));
    }
    List<byte[]> texts = new ArrayList<>();
    for (int i = 0; i < 1 << 16; i++) {
      texts.add(Integer.toBinaryString(i).replace('1', 'a').getBytes(StandardCharsets.UTF_8));
    }
    texts.add(new byte[] {'b'});
    ListedTokenizer large = new ListedTokenizer(texts, List.of());
    ConstraintMatcher matcher =
        new ConstraintCompiler(large)
            .compile(GenerationConstraint.whole(GbnfReader.read(options + ")\n" + rules)))
            .newMatcher();
    assertTrue(matcher.accept(texts.size() - 1));
    float[] logits = new float[large.vocabularySize()];
    assertFalse(matcher.ruleOut(logits, 0, logits.length));
    assertTrue(matcher.accept(0));
  }

  @Test
  void aMaskIsGivenUpIfRulesThatCallTheSameRulesTakeTooLong() {
    // There is only one position, but 80,000 calls lead to it before each character.
    int count = 400;
    StringBuilder gbnf = new StringBuilder("root ::= \"b\" r0\n");
    for (int i = 0; i < count; i++) {
      String calls =
          IntStream.rangeClosed(i + 1, count)
              .mapToObj(next -> "r" + next)
              .collect(Collectors.joining(" | "));
      gbnf.append("r%d ::= %s\n".formatted(i, calls));
    }
    gbnf.append("r%d ::= [0a] (r0)?\n".formatted(count));
    List<byte[]> texts = new ArrayList<>();
    for (int i = 0; i < 1 << 12; i++) {
      texts.add(Integer.toBinaryString(i).replace('1', 'a').getBytes(StandardCharsets.UTF_8));
    }
    texts.add(new byte[] {'b'});
    ListedTokenizer large = new ListedTokenizer(texts, List.of());
    ConstraintMatcher matcher =
        new ConstraintCompiler(large)
            .compile(GenerationConstraint.whole(GbnfReader.read(gbnf.toString())))
            .newMatcher();
    assertTrue(matcher.accept(texts.size() - 1));
    float[] logits = new float[large.vocabularySize()];
    assertFalse(matcher.ruleOut(logits, 0, logits.length));
  }
}
