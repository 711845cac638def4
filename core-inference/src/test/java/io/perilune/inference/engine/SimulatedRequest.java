package io.perilune.inference.engine;

import io.perilune.inference.constraint.CompiledConstraint;
import io.perilune.inference.constraint.ConstraintCompiler;
import io.perilune.inference.constraint.GbnfReader;
import io.perilune.inference.constraint.GenerationConstraint;
import io.perilune.inference.constraint.ListedTokenizer;
import io.perilune.inference.sampling.SamplingOptions;
import io.perilune.inference.sampling.TokenLogprobs;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A client of a simulation.
 *
 * @param arrival when it comes, in nanoseconds
 * @param request what it asks for
 * @param reader how it reads
 * @param cancelAt when it goes away; far away for most
 * @param failingChoice the choice, from 0, at which its sampler fails; negative for most
 */
record SimulatedRequest(
    long arrival, GenerationRequest request, Reader reader, long cancelAt, int failingChoice) {
  static final long NEVER = Long.MAX_VALUE;
  static final long MILLI = 1_000_000;

  private static final CompiledConstraint LETTER_AND_DIGITS = constraint();
  private static final int STOP = 3;

  /**
   * Reads so many tokens at a time.
   *
   * @param every how long it pauses between
   * @param from when it begins
   */
  record Reader(int tokens, long every, long from) {
    boolean reads(long now, long lastRead) {
      return now >= from && now - lastRead >= every;
    }
  }

  /** What came out, or would. */
  record Outcome(int[] tokens, StopCause cause) {}

  static SimulatedRequest random(Random random, Plan plan) {
    long arrival = random.nextInt(plan.arrivalMillis()) * MILLI;
    int[] prompt = prompt(random, plan);
    if (random.nextInt(plan.poisoned()) == 0) {
      prompt[prompt.length - 1] = FakeModel.POISON;
    }
    boolean constrained = random.nextInt(8) == 0;
    GenerationRequest request =
        new GenerationRequest(
            prompt,
            1 + random.nextInt(random.nextInt(4) == 0 ? plan.context() : 50),
            random.nextInt(4) == 0 ? new int[] {STOP} : new int[0],
            new SamplingOptions(random.nextInt(5) / 4, 0, 1, 0, random.nextInt(100)),
            constrained ? Optional.of(LETTER_AND_DIGITS) : Optional.empty(),
            new Origin("owner " + random.nextInt(plan.owners()), Optional.empty()),
            random.nextInt(12) == 0
                ? Optional.of(Duration.ofMillis(1 + random.nextInt(2000)))
                : Optional.empty());
    long cancelAt =
        random.nextInt(plan.cancels()) == 0 ? arrival + random.nextInt(500) * MILLI : NEVER;
    int failingChoice = random.nextInt(plan.samplerFailures()) == 0 ? random.nextInt(10) : -1;
    return new SimulatedRequest(arrival, request, reader(random, plan), cancelAt, failingChoice);
  }

  /** A client that waits for one token. */
  static SimulatedRequest patient(int[] prompt, long now) {
    GenerationRequest request =
        new GenerationRequest(prompt, 1, new int[0], SamplingOptions.GREEDY);
    return new SimulatedRequest(now, request, new Reader(Integer.MAX_VALUE, 0, 0), NEVER, -1);
  }

  /** A prompt that often begins like others. */
  private static int[] prompt(Random random, Plan plan) {
    int longest = random.nextInt(3) == 0 ? plan.context() - 1 : Math.min(90, plan.context() - 1);
    int length = 1 + random.nextInt(longest);
    int shared = random.nextInt(3) == 0 ? 0 : random.nextInt(length);
    int family = random.nextInt(2);
    return IntStream.range(0, length)
        .map(
            i ->
                i < shared ? (i * 7 + family) % FakeModel.POISON : random.nextInt(FakeModel.POISON))
        .toArray();
  }

  private static Reader reader(Random random, Plan plan) {
    if (random.nextInt(plan.slowReaders()) > 0) {
      return new Reader(Integer.MAX_VALUE, 0, 0);
    }
    return random.nextBoolean()
        ? new Reader(1 + random.nextInt(8), random.nextInt(300) * MILLI, 0)
        : new Reader(Integer.MAX_VALUE, 0, random.nextInt(8000) * MILLI);
  }

  private static CompiledConstraint constraint() {
    String[] texts =
        IntStream.range(0, FakeModel.VOCABULARY - 1)
            .mapToObj(i -> Character.toString("abcdefghij0123456789".charAt(i % 20)))
            .toArray(String[]::new);
    return new ConstraintCompiler(ListedTokenizer.of(texts))
        .compile(GenerationConstraint.whole(GbnfReader.read("root ::= [a-j] [0-9]{2,40}")));
  }

  /** What chooses its tokens. */
  TokenChooser chooser() {
    TokenChooser sampled = new SampledTokens(request, FakeModel.VOCABULARY);
    return failingChoice < 0 ? sampled : new FailingChooser(sampled, failingChoice);
  }

  /** What the model yields for it alone, without engine, cache and neighbours. */
  Outcome alone(int contextLength) {
    int[] prompt = request.prompt();
    int most = Math.min(request.maxTokens(), contextLength - prompt.length);
    int[] tokens = new int[most];
    float[] logits = new float[FakeModel.VOCABULARY];
    TokenChooser chooser = chooser();
    int hash = 0;
    for (int token : prompt) {
      hash = FakeModel.mix(hash, token);
    }
    int last = prompt[prompt.length - 1];
    for (int i = 0; i < most; i++) {
      FakeModel.fillLogits(hash, last, logits, 0);
      try {
        last = chooser.choose(logits, 0);
      } catch (IllegalStateException e) {
        last = -1;
      }
      if (last < 0) {
        return new Outcome(Arrays.copyOf(tokens, i), StopCause.FAILED);
      }
      if (chooser.ended()) {
        return new Outcome(Arrays.copyOf(tokens, i), StopCause.STOP_TOKEN);
      }
      chooser.accept();
      tokens[i] = last;
      if (chooser.exhausted()) {
        return new Outcome(Arrays.copyOf(tokens, i + 1), StopCause.STOP_TOKEN);
      }
      hash = FakeModel.mix(hash, last);
    }
    return new Outcome(tokens, StopCause.LENGTH);
  }

  /** A sampler that fails once it has chosen so many tokens. */
  private static final class FailingChooser implements TokenChooser {
    private final TokenChooser chooser;
    private int left;

    FailingChooser(TokenChooser chooser, int good) {
      this.chooser = chooser;
      this.left = good;
    }

    @Override
    public int choose(float[] logits, int offset) {
      if (left-- == 0) {
        throw new IllegalStateException("this choice was to fail");
      }
      return chooser.choose(logits, offset);
    }

    @Override
    public boolean ended() {
      return chooser.ended();
    }

    @Override
    public void accept() {
      chooser.accept();
    }

    @Override
    public Optional<TokenLogprobs> logprobs() {
      return chooser.logprobs();
    }

    @Override
    public boolean exhausted() {
      return chooser.exhausted();
    }
  }
}
