package io.perilune.inference.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LogprobReaderTest {
  @Property
  void readsTheLogarithmsOfTheSoftmax(
      @ForAll("logits") float[] logits, @ForAll @IntRange(max = 20) int count) {
    double sum = IntStream.range(0, logits.length).mapToDouble(t -> Math.exp(logits[t])).sum();
    int[] best =
        IntStream.range(0, logits.length)
            .boxed()
            .sorted(Comparator.comparingDouble(token -> 0.0 - logits[token]))
            .limit(count)
            .mapToInt(Integer::intValue)
            .toArray();
    float[] padded = new float[logits.length + 3];
    System.arraycopy(logits, 0, padded, 3, logits.length);
    LogprobReader reader = new LogprobReader(count);
    reader.read(padded, 3, logits.length);
    for (float logit : logits) {
      TokenLogprobs logprobs = reader.of(logit);
      assertEquals(Math.log(Math.exp(logit) / sum), logprobs.logprob(), 1e-4);
      assertArrayEquals(best, logprobs.topTokens());
      for (int i = 0; i < best.length; i++) {
        double expected = Math.log(Math.exp(logits[best[i]]) / sum);
        assertEquals(expected, logprobs.topLogprobs()[i], 1e-4);
      }
    }
  }

  @Provide
  Arbitrary<float[]> logits() {
    return Arbitraries.floats().between(-40, 40).array(float[].class).ofMinSize(1).ofMaxSize(60);
  }

  @Test
  void leavesImpossibleTokensOut() {
    float infinity = Float.POSITIVE_INFINITY;
    LogprobReader reader = new LogprobReader(5);
    reader.read(new float[] {-infinity, 3, -infinity, 3}, 0, 4);
    assertArrayEquals(new int[] {1, 3}, reader.of(3).topTokens());
    assertEquals((float) Math.log(0.5), reader.of(3).logprob());
  }

  @Test
  void aSamplerTellsThoseOfTheModelWhateverAFilterRulesOut() {
    SamplingOptions options = SamplingOptions.GREEDY.withTopLogprobs(2);
    Sampler sampler = new Sampler(options, 3);
    float[] logits = {(float) Math.log(1), (float) Math.log(4), (float) Math.log(3)};
    int token =
        sampler.sample(
            logits,
            0,
            new TokenFilter() {
              @Override
              public boolean accept(int token) {
                return token == 0;
              }

              @Override
              public boolean ruleOut(float[] values, int offset, int count) {
                values[1] = Float.NEGATIVE_INFINITY;
                values[2] = Float.NEGATIVE_INFINITY;
                return true;
              }
            });
    assertEquals(0, token);
    TokenLogprobs logprobs = sampler.logprobs().orElseThrow();
    assertEquals(Math.log(1 / 8.), logprobs.logprob(), 1e-6);
    assertArrayEquals(new int[] {1, 2}, logprobs.topTokens());
    assertEquals(Math.log(4 / 8.), logprobs.topLogprobs()[0], 1e-6);
    assertTrue(new Sampler(SamplingOptions.GREEDY, 3).logprobs().isEmpty());
  }
}
