package io.perilune.inference.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final int DRAWS = 20_000;

  @Test
  void greedyTakesTheFirstGreatestAfterTheOffset() {
    Sampler sampler = new Sampler(SamplingOptions.GREEDY, 3);
    assertEquals(1, sampler.sample(new float[] {9, 9, 1, 2, 2}, 2));
  }

  @Test
  void drawsInProportionToTheProbabilities() {
    float[] logits = {(float) Math.log(1), (float) Math.log(2), (float) Math.log(5)};
    assertFrequencies(logits, new SamplingOptions(1, 0, 1, 0, 1), 0.125, 0.25, 0.625);
    assertFrequencies(logits, new SamplingOptions(0.5f, 0, 1, 0, 1), 1 / 30., 4 / 30., 25 / 30.);
    assertFrequencies(logits, new SamplingOptions(1, 2, 1, 0, 1), 0, 2 / 7., 5 / 7.);
    assertFrequencies(logits, new SamplingOptions(1, 0, 0.7f, 0, 1), 0, 2 / 7., 5 / 7.);
    assertFrequencies(logits, new SamplingOptions(1, 0, 1, 0.3f, 1), 0, 2 / 7., 5 / 7.);
    assertFrequencies(logits, new SamplingOptions(1, 2, 0.7f, 0, 1), 0, 0, 1);
  }

  private static int next(Sampler sampler, float[] logits) {
    int token = sampler.sample(logits, 0);
    sampler.accept(token);
    return token;
  }

  private static void assertFrequencies(
      float[] logits, SamplingOptions options, double... expected) {
    Sampler sampler = new Sampler(options, logits.length);
    int[] counts = new int[logits.length];
    for (int i = 0; i < DRAWS; i++) {
      counts[next(sampler, logits)]++;
    }
    for (int token = 0; token < counts.length; token++) {
      assertEquals(expected[token], (double) counts[token] / DRAWS, 0.02, "token " + token);
    }
  }

  @Test
  void unusableLogitsGiveNoToken() {
    float nan = Float.NaN;
    float infinity = Float.POSITIVE_INFINITY;
    for (SamplingOptions options :
        List.of(SamplingOptions.GREEDY, new SamplingOptions(1, 2, 0.9f, 0.1f, 0))) {
      for (float[] logits :
          List.of(
              new float[] {1, nan, 0},
              new float[] {nan, 1, 0},
              new float[] {0, 1, infinity},
              new float[] {-infinity, -infinity, nan},
              new float[] {-infinity, -infinity, -infinity})) {
        assertEquals(Sampler.NO_TOKEN, new Sampler(options, 3).sample(logits, 0));
      }
    }
  }

  /** Allows even tokens. */
  private static final class Even implements TokenFilter {
    @Override
    public boolean accept(int token) {
      return token % 2 == 0;
    }

    @Override
    public boolean ruleOut(float[] logits, int offset, int count) {
      for (int token = 1; token < count; token += 2) {
        logits[offset + token] = Float.NEGATIVE_INFINITY;
      }
      return count > 0;
    }
  }

  @Test
  void aFilterLeavesTheAllowedTokensInProportion() {
    float[] logits = {(float) Math.log(1), (float) Math.log(7), (float) Math.log(3), 5};
    Sampler sampler = new Sampler(new SamplingOptions(1, 0, 1, 0, 1), logits.length);
    int[] counts = new int[logits.length];
    for (int i = 0; i < DRAWS; i++) {
      int token = sampler.sample(logits.clone(), 0, new Even());
      sampler.accept(token);
      counts[token]++;
    }
    assertEquals(0.25, (double) counts[0] / DRAWS, 0.02);
    assertEquals(0.75, (double) counts[2] / DRAWS, 0.02);
    Sampler greedy = new Sampler(SamplingOptions.GREEDY, logits.length);
    assertEquals(2, greedy.sample(logits, 0, new Even()));
  }

  @Test
  void tellsUnusableLogitsFromAFilterThatAllowsNothing() {
    float infinity = Float.POSITIVE_INFINITY;
    Sampler greedy = new Sampler(SamplingOptions.GREEDY, 2);
    assertEquals(Sampler.NO_TOKEN, greedy.sample(new float[] {1, infinity}, 0, new Even()));
    assertEquals(Sampler.NONE_ALLOWED, greedy.sample(new float[] {-infinity, 1}, 0, new Even()));
    TokenFilter nothing =
        new TokenFilter() {
          @Override
          public boolean accept(int token) {
            return false;
          }

          @Override
          public boolean ruleOut(float[] logits, int offset, int count) {
            return false;
          }
        };
    assertEquals(Sampler.NONE_ALLOWED, greedy.sample(new float[] {1, 2}, 0, nothing));
  }

  @Property
  void equalSeedsGiveEqualChoices(
      @ForAll("logits") float[] logits, @ForAll("options") SamplingOptions options) {
    assertArrayEquals(choices(logits, options), choices(logits, options));
  }

  @Property
  void choosesTheSameAgainUntilATokenIsAccepted(
      @ForAll("logits") float[] logits, @ForAll("options") SamplingOptions options) {
    Sampler sampler = new Sampler(options, logits.length);
    for (int i = 0; i < 5; i++) {
      int token = sampler.sample(logits, 0);
      assertEquals(token, sampler.sample(logits, 0));
      sampler.accept(token);
    }
  }

  private static int[] choices(float[] logits, SamplingOptions options) {
    Sampler sampler = new Sampler(options, logits.length);
    return IntStream.range(0, 20).map(i -> next(sampler, logits)).toArray();
  }

  @Property
  void choosesOnlyWhatTheFiltersLeave(
      @ForAll("logits") float[] logits, @ForAll("options") SamplingOptions options) {
    Set<Integer> allowed = filtered(logits, options);
    for (int token : choices(logits, options)) {
      assertTrue(allowed.contains(token), () -> token + " is not of " + allowed);
    }
  }

  @Test
  void zerosOfEitherSignAreEqual() {
    float[] logits = {-0.0f, 0.0f};
    for (float temperature : new float[] {0, 1}) {
      SamplingOptions options = new SamplingOptions(temperature, 1, 1, 0, 1);
      assertEquals(0, new Sampler(options, 2).sample(logits, 0));
    }
  }

  /** The definition, with a full sort; a little lenient where rounding decides. */
  private static Set<Integer> filtered(float[] logits, SamplingOptions options) {
    List<Integer> order =
        IntStream.range(0, logits.length)
            .boxed()
            .filter(token -> logits[token] > Float.NEGATIVE_INFINITY)
            .sorted(Comparator.comparingDouble((Integer token) -> 0.0 - logits[token]))
            .limit(options.truncation().topK() == 0 ? logits.length : options.truncation().topK())
            .toList();
    double greatest = logits[order.getFirst()];
    double sum = order.stream().mapToDouble(token -> Math.exp(logits[token] - greatest)).sum();
    Set<Integer> kept = new TreeSet<>();
    double reached = 0;
    for (int token : order) {
      double probability = Math.exp(logits[token] - greatest);
      if (reached / sum >= options.truncation().topP() + 1e-6
          || probability < options.truncation().minP() * (1 - 1e-5)) {
        break;
      }
      reached += probability;
      kept.add(token);
    }
    return kept;
  }

  @Property
  void reachesAllThatTheFiltersLeave(@ForAll("distinct") float[] logits) {
    SamplingOptions options = new SamplingOptions(100, 5, 1, 0, 7);
    Sampler sampler = new Sampler(options, logits.length);
    Set<Integer> drawn =
        IntStream.range(0, 1000).mapToObj(i -> next(sampler, logits)).collect(Collectors.toSet());
    assertEquals(filtered(logits, options), drawn);
  }

  @Provide
  Arbitrary<float[]> logits() {
    Arbitrary<Float> any = Arbitraries.floats().between(-60, 60);
    Arbitrary<Float> special =
        Arbitraries.of(Float.NEGATIVE_INFINITY, 0f, -0f, 1f, 3e38f, -3e38f, Float.MIN_VALUE);
    return Arbitraries.oneOf(any, special)
        .array(float[].class)
        .ofMinSize(1)
        .ofMaxSize(40)
        .filter(values -> !allRuledOut(values));
  }

  private static boolean allRuledOut(float[] values) {
    return IntStream.range(0, values.length).allMatch(i -> values[i] == Float.NEGATIVE_INFINITY);
  }

  @Provide
  Arbitrary<float[]> distinct() {
    return Arbitraries.floats()
        .between(-10, 10)
        .array(float[].class)
        .ofMinSize(1)
        .ofMaxSize(40)
        .filter(values -> Arrays.equals(sorted(values), distinct(values)));
  }

  private static double[] sorted(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).sorted().toArray();
  }

  private static double[] distinct(float[] values) {
    return IntStream.range(0, values.length)
        .mapToDouble(i -> values[i])
        .distinct()
        .sorted()
        .toArray();
  }

  @Provide
  Arbitrary<SamplingOptions> options() {
    return Combinators.combine(
            Arbitraries.of(0f, 1e-30f, 0.6f, 1f, 5f),
            Arbitraries.of(0, 1, 2, 5, 39, 40, 41),
            Arbitraries.of(1f, 0.95f, 0.5f, 1e-6f),
            Arbitraries.of(0f, 0.01f, 0.5f, 1f),
            Arbitraries.longs())
        .as(SamplingOptions::new);
  }
}
