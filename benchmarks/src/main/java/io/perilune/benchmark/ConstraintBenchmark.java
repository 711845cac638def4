package io.perilune.benchmark;

import io.perilune.inference.constraint.CompiledConstraint;
import io.perilune.inference.constraint.ConstraintCompiler;
import io.perilune.inference.constraint.ConstraintMatcher;
import io.perilune.inference.constraint.GbnfReader;
import io.perilune.inference.constraint.GenerationConstraint;
import io.perilune.inference.constraint.Grammar;
import io.perilune.inference.constraint.Pattern;
import io.perilune.inference.sampling.Sampler;
import io.perilune.inference.sampling.SamplingOptions;
import io.perilune.inference.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a grammar costs per token, over a vocabulary of the size of Kimi-K2's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConstraintBenchmark {
  /** Any JSON object, with one property whose length is limited. */
  private static final String GRAMMAR =
      """
      root ::= "{" (limited | member) ("," member)* "}"
      limited ::= "\\"limited\\":\\"" character{0,10000} "\\""
      value ::= root | array | string | number | "true" | "false" | "null"
      member ::= string ":" value
      array ::= "[" (value ("," value)*)? "]"
      string ::= "\\"" character* "\\""
      character ::= [^"\\\\\\x00-\\x1F] | "\\\\" (["\\\\/bfnrt] | "u" [0-9a-fA-F]{4})
      number ::= "-"? ("0" | [1-9] [0-9]{0,15}) ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,2})?
      """;

  private static final String PREFIX = "{\"a\":[{\"text\":\"";
  private static final String WORDS = " and the list of files that were found in the folder";

  /** A GGUF file with a vocabulary; empty for a made-up one of 163,840 tokens. */
  @Param("")
  public String vocabulary;

  private Tokenizer tokenizer;
  private ConstraintCompiler compiler;
  private ConstraintMatcher inString;
  private ConstraintMatcher inLimitedString;
  private ConstraintMatcher atValue;
  private Sampler sampler;
  private int[] words;
  private int next;
  private int grammars;
  private Grammar call;
  private int turns;
  private float[] logits;
  private float[] freeLogits;

  @Setup
  public void prepare() throws IOException {
    tokenizer = BenchmarkVocabulary.read(vocabulary);
    compiler = new ConstraintCompiler(tokenizer);
    CompiledConstraint constraint = compile("");
    inString = after(PREFIX, constraint);
    inLimitedString = after("{\"limited\":\"some", constraint);
    atValue = after("{\"a\":[{\"text\":", constraint);
    call = call();
    words = tokenizer.encode(WORDS);
    logits = new float[tokenizer.vocabularySize()];
    freeLogits = new float[logits.length];
    Random random = new Random(1);
    for (int token = 0; token < logits.length; token++) {
      freeLogits[token] = (float) random.nextGaussian();
    }
    sampler = new Sampler(new SamplingOptions(0.6f, 0, 1, 0.01f, 1), logits.length);
  }

  /** A number that differs from turn to turn, and an object. */
  private static Grammar call() {
    Grammar object = GbnfReader.read(GRAMMAR);
    Map<String, Pattern> rules = new LinkedHashMap<>(object.rules());
    rules.put(
        "call",
        new Pattern.Sequence(
            List.of(
                new Pattern.Text("call "),
                new Pattern.Variable(0),
                new Pattern.RuleReference(object.root()))));
    return new Grammar(rules, "call");
  }

  private CompiledConstraint compile(String moreRules) {
    return compiler.compile(GenerationConstraint.whole(GbnfReader.read(GRAMMAR + moreRules)));
  }

  private ConstraintMatcher after(String text, CompiledConstraint constraint) {
    ConstraintMatcher matcher = constraint.newMatcher();
    for (int token : tokenizer.encode(text)) {
      if (!matcher.accept(token)) {
        throw new IllegalStateException("refused in " + text);
      }
    }
    return matcher;
  }

  /** A token of a string's text is checked and taken. */
  @Benchmark
  public boolean acceptInString() {
    next = (next + 1) % words.length;
    return inString.accept(words[next]);
  }

  /** All tokens that may not follow in a string are ruled out. */
  @Benchmark
  public boolean maskInString() {
    return inString.ruleOut(logits, 0, logits.length);
  }

  /** The same in a string of limited length. */
  @Benchmark
  public boolean maskInLimitedString() {
    return inLimitedString.ruleOut(logits, 0, logits.length);
  }

  /** All tokens that may not begin a value are ruled out. */
  @Benchmark
  public boolean maskAtValue() {
    return atValue.ruleOut(logits, 0, logits.length);
  }

  /** For comparison: a choice without grammar. */
  @Benchmark
  public int sampleFreely() {
    return sampler.sample(freeLogits, 0);
  }

  /** A grammar that is not known yet is read and compiled, and a mask is computed in a string. */
  @Benchmark
  public boolean compileAndFirstMask() {
    grammars++;
    return after(PREFIX, compile("unused%d ::= \"\"\n".formatted(grammars)))
        .ruleOut(logits, 0, logits.length);
  }

  /** The grammar is known, but the number in it is another: masks before it and in a string. */
  @Benchmark
  public boolean nextTurnAndFirstMasks() {
    turns = (turns + 1) % 100_000;
    String number = Integer.toString(turns);
    CompiledConstraint constraint =
        compiler.compile(new GenerationConstraint(call, List.of(), true, List.of(number)));
    return after("call ", constraint).ruleOut(logits, 0, logits.length)
        && after("call " + number + PREFIX, constraint).ruleOut(logits, 0, logits.length);
  }
}
