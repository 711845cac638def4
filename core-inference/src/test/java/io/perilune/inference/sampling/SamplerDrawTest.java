package io.perilune.inference.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Draws: their statistics, their state, and what they do with the worst logits. */
class SamplerDrawTest {
  private static final int DRAWS = 50_000;

  /** Chi square with 11 degrees of freedom exceeds this once in a thousand times. */
  private static final double CHI_SQUARE_LIMIT = 31.264;

  private static final int TOKENS = 12;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 42, -1})
  void drawsFollowTheDistribution(long seed) {
    float[] logits = randomLogits(seed);
    Sampler sampler = new Sampler(new OptionsBuilder().seed(seed).build(), TOKENS);
    int[] counts = new int[TOKENS];
    for (int i = 0; i < DRAWS; i++) {
      int token = sampler.sample(logits, 0);
      sampler.accept(token);
      counts[token]++;
    }
    assertTrue(chiSquare(counts, sampler.distribution()) < CHI_SQUARE_LIMIT);
  }

  /** The same position for many seeds, such as the choices of one request have. */
  @Test
  void firstDrawsOfNeighbouringSeedsFollowTheDistribution() {
    float[] logits = randomLogits(7);
    int[] counts = new int[TOKENS];
    Sampler sampler = null;
    for (int seed = 0; seed < DRAWS; seed++) {
      sampler = new Sampler(new OptionsBuilder().seed(seed).build(), TOKENS);
      counts[sampler.sample(logits, 0)]++;
    }
    assertTrue(chiSquare(counts, sampler.distribution()) < CHI_SQUARE_LIMIT);
  }

  private static float[] randomLogits(long seed) {
    Random random = new Random(seed);
    float[] logits = new float[TOKENS];
    for (int token = 0; token < TOKENS; token++) {
      logits[token] = (float) random.nextGaussian();
    }
    return logits;
  }

  private static double chiSquare(int[] counts, TokenDistribution distribution) {
    double sum = 0;
    for (int token = 0; token < counts.length; token++) {
      double expected = distribution.probabilityOf(token) * DRAWS;
      sum += (counts[token] - expected) * (counts[token] - expected) / expected;
    }
    return sum;
  }

  /** Choosing and comparing, position by position, must not change the distribution. */
  @Test
  void checkingADraftLeavesTheDistributionAsItIs() {
    float[] logits = randomLogits(3);
    int[] draft = {0, 1, 2, 3};
    int[] counts = new int[TOKENS];
    Sampler sampler = new Sampler(new OptionsBuilder().seed(5).build(), TOKENS);
    for (int round = 0, drawn = 0; drawn < DRAWS; round++) {
      int token = draft[0];
      for (int i = 0; i < draft.length && drawn < DRAWS && token == draft[i]; i++) {
        token = sampler.sample(logits, 0);
        sampler.accept(token);
        counts[token]++;
        drawn++;
        if (i + 1 < draft.length && token == draft[i]) {
          token = draft[i + 1];
        } else {
          break;
        }
      }
    }
    assertTrue(chiSquare(counts, sampler.distribution()) < CHI_SQUARE_LIMIT);
  }

  @Test
  void seedsMakeTheDifference() {
    assertNotEquals(Arrays.toString(choices(1)), Arrays.toString(choices(2)));
    assertEquals(Arrays.toString(choices(1)), Arrays.toString(choices(1)));
  }

  private static int[] choices(long seed) {
    float[] logits = new float[100];
    Sampler sampler = new Sampler(new OptionsBuilder().seed(seed).build(), logits.length);
    int[] tokens = new int[20];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = sampler.sample(logits, 0);
      sampler.accept(tokens[i]);
    }
    return tokens;
  }

  @Property
  void theWorstLogitsGiveATokenThatIsPossible(
      @ForAll("hostile") float[] logits, @ForAll("options") SamplingOptions options) {
    Sampler sampler = new Sampler(options, logits.length);
    for (int i = 0; i < 8; i++) {
      int token = sampler.sample(logits, 0);
      assertTrue(logits[token] > Float.NEGATIVE_INFINITY, () -> "impossible " + token);
      TokenDistribution distribution = sampler.distribution();
      double sum = 0;
      for (int place = 0; place < distribution.size(); place++) {
        sum += distribution.probability(place);
      }
      assertEquals(1, sum, 1e-9);
      assertEquals(token, sampler.sample(logits, 0));
      sampler.accept(token);
    }
  }

  @Property
  void unusableLogitsGiveNoToken(
      @ForAll("hostile") float[] logits, @ForAll("options") SamplingOptions options) {
    Sampler sampler = new Sampler(options, logits.length);
    float[] unusable = logits.clone();
    unusable[logits.length / 2] = Float.NaN;
    assertEquals(Sampler.NO_TOKEN, sampler.sample(unusable, 0));
    unusable[logits.length / 2] = Float.POSITIVE_INFINITY;
    assertEquals(Sampler.NO_TOKEN, sampler.sample(unusable, 0));
    Arrays.fill(unusable, Float.NEGATIVE_INFINITY);
    assertEquals(Sampler.NO_TOKEN, sampler.sample(unusable, 0));
  }

  @Test
  void biasesThatForbidEverythingAreToldFromUnusableLogits() {
    LogitBias bias = LogitBias.of(new int[] {0, 1}, new float[] {LogitBias.BAN, LogitBias.BAN});
    Sampler sampler = new Sampler(new OptionsBuilder().with(bias).build(), 2);
    assertEquals(Sampler.NONE_ALLOWED, sampler.sample(new float[] {1, 2}, 0));
    assertEquals(Sampler.NO_TOKEN, sampler.sample(new float[] {1, Float.NaN}, 0));
  }

  @Provide
  Arbitrary<float[]> hostile() {
    return LogitArbitraries.hostile();
  }

  @Provide
  Arbitrary<SamplingOptions> options() {
    Arbitrary<Truncation> truncations =
        Combinators.combine(
                Arbitraries.of(0, 1, 3, 1000),
                Arbitraries.of(1f, 0.9f, 1e-6f),
                Arbitraries.of(0f, 0.05f, 1f),
                Arbitraries.of(1f, 0.5f, 0f),
                Arbitraries.of(0f, 1f, 1e30f),
                Arbitraries.of(0, 2, 1000))
            .as(Truncation::new);
    Arbitrary<OptionsBuilder> builders =
        Combinators.combine(
                truncations,
                Arbitraries.of(0f, 1e-30f, 0.6f, 1e30f),
                Arbitraries.of(
                    DynamicTemperature.NONE,
                    new DynamicTemperature(1, 1),
                    new DynamicTemperature(1e30f, 1e30f)),
                Arbitraries.of(Xtc.NONE, new Xtc(1, 0), new Xtc(0.5f, 0.1f)),
                Arbitraries.of(
                    RepetitionPenalties.NONE,
                    new RepetitionPenalties(1e-30f, -2, 2, 3),
                    new RepetitionPenalties(1e30f, 1e30f, 1e30f, Integer.MAX_VALUE)),
                Arbitraries.of(
                    Dry.NONE, new Dry(3e38f, 3e38f, 1, Integer.MAX_VALUE, SequenceBreakers.NONE)))
            .as(
                (truncation, temperature, dynamic, xtc, penalties, dry) ->
                    new OptionsBuilder()
                        .with(truncation)
                        .temperature(temperature)
                        .with(dynamic)
                        .with(xtc)
                        .with(penalties)
                        .with(dry));
    Arbitrary<Mirostat> mirostats =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(Mirostat.NONE)),
            Tuple.of(
                1,
                Combinators.combine(
                        Arbitraries.of(Mirostat.Version.ONE, Mirostat.Version.TWO),
                        Arbitraries.of(0f, 5f, 1e30f),
                        Arbitraries.of(0f, 0.1f, 1e30f))
                    .as(Mirostat::new)));
    Arbitrary<List<SamplerKind>> orders = Arbitraries.of(SamplerKind.class).list().uniqueElements();
    return Combinators.combine(builders, mirostats, orders, Arbitraries.longs())
        .as(
            (builder, mirostat, order, seed) ->
                builder.with(mirostat).order(order.toArray(SamplerKind[]::new)).seed(seed).build());
  }
}
