package io.perilune.inference.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirostatStageTest {
  private static final int TOKENS = 400;
  private static final float TAU = 3;
  private static final float ETA = 0.2f;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void versionTwoKeepsWhatSurprisesLessThanTheLimit(long seed) {
    Random random = new Random(seed);
    Sampler sampler = sampler(Mirostat.Version.TWO, seed);
    double mu = 2 * TAU;
    for (int i = 0; i < 100; i++) {
      float[] logits = logits(random);
      Map<Integer, Double> all = PlainStages.softmax(PlainStages.of(logits));
      double limit = Math.pow(2, -mu);
      int token = sampler.sample(logits, 0);
      for (int place = 0; place < sampler.distribution().size(); place++) {
        double probability = all.get(sampler.distribution().token(place));
        assertTrue(probability >= limit * 0.9999 || sampler.distribution().size() == 1);
      }
      long kept = all.values().stream().filter(p -> p > limit * 1.0001).count();
      assertTrue(sampler.distribution().size() >= kept);
      mu -= ETA * (surprise(token, sampler.distribution()) - TAU);
      sampler.accept(token);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void versionOneKeepsAsManyAsZipfsLawSays(long seed) {
    Random random = new Random(seed);
    Sampler sampler = sampler(Mirostat.Version.ONE, seed);
    double mu = 2 * TAU;
    for (int i = 0; i < 100; i++) {
      float[] logits = logits(random);
      int token = sampler.sample(logits, 0);
      List<PlainCandidate> all = PlainStages.topK(PlainStages.of(logits), TOKENS);
      double products = 0;
      double squares = 0;
      for (int rank = 1; rank < 100; rank++) {
        double x = Math.log((rank + 1.0) / rank);
        products += x * (all.get(rank - 1).logit() - all.get(rank).logit());
        squares += x * x;
      }
      double s = products / squares;
      double rank = Math.pow((s - 1) * Math.pow(2, mu) / (1 - Math.pow(TOKENS, 1 - s)), 1 / s);
      double expected = Math.clamp(Math.floor(rank), 1, TOKENS);
      assertEquals(expected, sampler.distribution().size(), Math.abs(rank) * 1e-4 + 0.5);
      mu -= ETA * (surprise(token, sampler.distribution()) - TAU);
      sampler.accept(token);
    }
  }

  @Test
  void holdsTheSurprise() {
    for (Mirostat.Version version : List.of(Mirostat.Version.ONE, Mirostat.Version.TWO)) {
      Random random = new Random(9);
      Sampler sampler = sampler(version, 9);
      double sum = 0;
      for (int i = 0; i < 2_000; i++) {
        int token = sampler.sample(logits(random), 0);
        sum += i < 1_000 ? 0 : surprise(token, sampler.distribution());
        sampler.accept(token);
      }
      assertEquals(TAU, sum / 1_000, 0.3, version.toString());
    }
  }

  private static Sampler sampler(Mirostat.Version version, long seed) {
    return new Sampler(
        new OptionsBuilder().with(new Mirostat(version, TAU, ETA)).seed(seed).build(), TOKENS);
  }

  /** Roughly of Zipf's law, in a random order. */
  private static float[] logits(Random random) {
    float[] logits = new float[TOKENS];
    for (int token = 0; token < TOKENS; token++) {
      logits[token] =
          (float) (-1.2 * Math.log(1 + random.nextInt(TOKENS)) + 0.3 * random.nextGaussian());
    }
    return logits;
  }

  private static double surprise(int token, TokenDistribution distribution) {
    return -Math.log(distribution.probabilityOf(token)) / Math.log(2);
  }
}
