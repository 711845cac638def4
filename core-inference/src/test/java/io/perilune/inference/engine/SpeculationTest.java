package io.perilune.inference.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.sampling.SamplingOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Drafts change how many passes an output takes, and nothing else. */
class SpeculationTest {
  private static final int CONTEXT = 2000;
  private static final int DRAFT_MAX = 8;
  private static final Duration MILLI = Duration.ofMillis(1);

  private static SteppedEngine engine(int slots, int draftMax) {
    return new SteppedEngine(slots, 20, 64, CONTEXT, 4 * CONTEXT, CONTEXT, draftMax);
  }

  @Example
  void anOutputThatRepeatsItselfTakesFewerPasses() throws InterruptedException {
    SteppedEngine engine = engine(1, DRAFT_MAX);
    engine.takeTime(MILLI.multipliedBy(20), MILLI);
    int[] prompt = SteppedEngine.prompt(0, 50);
    Generation generation = engine.submit("a", prompt, 1000);
    int passes = engine.stepsUntil(() -> engine.metrics().running() == 0 && !engine.step());
    Outputs outputs = Outputs.of(generation);
    assertArrayEquals(FakeModel.expected(prompt, 1000), outputs.tokens());
    GenerationStats stats = outputs.finished().stats();
    assertTrue(passes < 500, passes + " passes");
    assertTrue(stats.acceptedTokens() > 500, stats.toString());
    assertTrue(stats.acceptedTokens() < stats.draftTokens(), stats.toString());
    assertEquals(stats.draftTokens(), engine.metrics().draftTokens());
    assertEquals(stats.acceptedTokens(), engine.metrics().acceptedTokens());
  }

  @Example
  void nothingIsDraftedWhereThatIsSwitchedOff() throws InterruptedException {
    SteppedEngine engine = engine(1, 0);
    Generation generation = engine.submit("a", SteppedEngine.prompt(0, 50), 500);
    engine.finish();
    assertEquals(0, Outputs.of(generation).finished().stats().draftTokens());
  }

  @Example
  void draftsAreGivenUpWhereTheyDoNotPayAndTriedAgain() {
    SteppedEngine engine = new SteppedEngine(1, 20, 64, 8000, 8000, 8000, DRAFT_MAX);
    engine.takeTime(Duration.ZERO, MILLI);
    engine.submit("a", SteppedEngine.prompt(0, 50), 7000);
    for (int i = 0; i < 2000; i++) {
      engine.step();
    }
    long tried = engine.metrics().draftTokens();
    assertTrue(tried > 0);
    assertTrue(tried < 100, tried + " tokens were drafted for nothing");
    engine.takeTime(MILLI.multipliedBy(20), MILLI);
    for (int i = 0; i < 1000; i++) {
      engine.step();
    }
    assertTrue(engine.metrics().acceptedTokens() > 1000, engine.metrics().toString());
  }

  @Example
  void manySequencesShareAPassInsteadOfDrafts() {
    int alone = draftedBy(1);
    int together = draftedBy(16) / 16;
    assertTrue(together < alone / 2, together + " tokens each, " + alone + " alone");
  }

  /** How many tokens are drafted in 200 passes of so many sequences. */
  private static int draftedBy(int sequences) {
    SteppedEngine engine = new SteppedEngine(sequences, 20, 64, CONTEXT, 40_000, CONTEXT, 8);
    engine.takeTime(MILLI.multipliedBy(4), MILLI);
    for (int i = 0; i < sequences; i++) {
      engine.submit("a", new int[] {i}, 1800);
    }
    for (int i = 0; i < 200; i++) {
      engine.step();
    }
    return Math.toIntExact(engine.metrics().draftTokens());
  }

  @Property(tries = 100)
  void whatWasDraftedAndNotChosenIsNeverFoundByOthers(
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 200) int steps,
      @ForAll @IntRange(min = 1, max = 150) int length)
      throws InterruptedException {
    SteppedEngine engine = engine(2, DRAFT_MAX);
    int[] prompt = random.ints(length, 0, FakeModel.POISON).toArray();
    Generation first = engine.submit("a", prompt, 600);
    for (int i = 0; i < steps; i++) {
      engine.step();
    }
    if (random.nextBoolean()) {
      first.cancel();
      engine.step();
    }
    int[] output = FakeModel.expected(prompt, 600);
    int cut = random.nextInt(600);
    int[] next = Arrays.copyOf(prompt, length + cut + 3);
    System.arraycopy(output, 0, next, length, cut);
    for (int i = length + cut; i < next.length; i++) {
      next[i] = random.nextInt(FakeModel.POISON);
    }
    Generation second = engine.submit("a", next, 100);
    engine.finish();
    Outputs outputs = Outputs.of(second);
    assertArrayEquals(FakeModel.expected(next, 100), outputs.tokens());
    int[] told = Outputs.of(first).tokens();
    assertArrayEquals(Arrays.copyOf(output, told.length), told);
  }

  @Property(tries = 40)
  void draftsStayWithinContextRingAndBlocks(
      @ForAll Random random, @ForAll @IntRange(min = 1, max = 12) int readAhead)
      throws InterruptedException {
    int context = 65 + random.nextInt(200);
    SteppedEngine engine = new SteppedEngine(2, 4, 16, context, context, readAhead, DRAFT_MAX);
    List<int[]> prompts = new ArrayList<>();
    List<List<Integer>> read = new ArrayList<>();
    List<Generation> generations = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int[] prompt = random.ints(1 + random.nextInt(40), 0, FakeModel.POISON).toArray();
      prompts.add(prompt);
      read.add(new ArrayList<>());
      generations.add(engine.submit("a", prompt, context));
    }
    int ended = 0;
    while (ended < 2) {
      engine.step();
      int i = random.nextInt(2);
      switch (SteppedEngine.peek(generations.get(i))) {
        case GenerationEvent.Token token -> read.get(i).add(token.id());
        case GenerationEvent.Finished _ -> ended += generations.set(i, ENDED) == ENDED ? 0 : 1;
        default -> {}
      }
    }
    for (int i = 0; i < 2; i++) {
      int[] tokens = read.get(i).stream().mapToInt(Integer::intValue).toArray();
      int[] prompt = prompts.get(i);
      assertArrayEquals(FakeModel.expected(prompt, context - prompt.length), tokens);
    }
  }

  private static final Generation ENDED =
      new Generation() {
        private static final GenerationEvent END =
            new GenerationEvent.Finished(
                StopCause.LENGTH, new GenerationStats(0, 0, 0, 0, 0, 0, 0, 0));

        @Override
        public GenerationEvent next(Duration timeout) {
          return END;
        }

        @Override
        public void cancel() {}
      };

  /**
   * The first four tokens, of which the last three are drafted, against the probabilities that the
   * logits give. The critical value is that of 48 degrees of freedom and 1 in 10,000.
   */
  @Example
  void drawnTokensKeepTheirDistribution() throws InterruptedException {
    int[] prompt = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4};
    int[] best = FakeModel.expected(prompt, 4);
    int[][] counts = new int[best.length][FakeModel.POISON];
    int[] sums = new int[best.length];
    int accepted = 0;
    for (int seed = 0; seed < 4000; seed++) {
      Outputs outputs = draw(prompt, seed, DRAFT_MAX);
      int[] tokens = outputs.tokens();
      assertArrayEquals(draw(prompt, seed, 0).tokens(), tokens);
      accepted += outputs.finished().stats().acceptedTokens();
      for (int i = 0; i < best.length; i++) {
        counts[i][tokens[i]]++;
        sums[i]++;
        if (tokens[i] != best[i]) {
          break;
        }
      }
    }
    assertTrue(accepted > 2000, accepted + " drafted tokens were accepted");
    double all = Math.exp(FakeModel.LEAD) + FakeModel.POISON - 1;
    for (int i = 0; i < best.length; i++) {
      double distance = 0;
      for (int token = 0; token < FakeModel.POISON; token++) {
        double weight = token == best[i] ? Math.exp(FakeModel.LEAD) : 1;
        double expected = sums[i] * weight / all;
        distance += Math.pow(counts[i][token] - expected, 2) / expected;
      }
      assertTrue(distance < 94, "token " + i + ": " + distance);
    }
  }

  private static Outputs draw(int[] prompt, int seed, int draftMax) throws InterruptedException {
    SteppedEngine engine = engine(1, draftMax);
    engine.takeTime(MILLI.multipliedBy(100), MILLI);
    SamplingOptions sampling = new SamplingOptions(1, 0, 1, 0, seed);
    Generation generation = engine.submit(new GenerationRequest(prompt, 4, new int[0], sampling));
    engine.finish();
    return Outputs.of(generation);
  }
}
