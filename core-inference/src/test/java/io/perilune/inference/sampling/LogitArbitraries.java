package io.perilune.inference.sampling;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Logits of small vocabularies. */
final class LogitArbitraries {
  private LogitArbitraries() {}

  /** Ordinary ones, some of them equal, some impossible; at least one possible. */
  static Arbitrary<float[]> ordinary() {
    Arbitrary<Float> logit =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.floats().between(-12, 12)),
            Tuple.of(2, Arbitraries.of(0f, -0f, 1f, 2f, Float.NEGATIVE_INFINITY)));
    return logit
        .array(float[].class)
        .ofMinSize(1)
        .ofMaxSize(60)
        .filter(LogitArbitraries::anyPossible);
  }

  /** Any floats, at least one of them possible and none NaN or positive infinity. */
  static Arbitrary<float[]> hostile() {
    Arbitrary<Float> any = Arbitraries.floats();
    Arbitrary<Float> special =
        Arbitraries.of(Float.NEGATIVE_INFINITY, 0f, -0f, 1f, 3e38f, -3e38f, Float.MIN_VALUE);
    return Arbitraries.oneOf(any, special)
        .array(float[].class)
        .ofMinSize(1)
        .ofMaxSize(40)
        .filter(LogitArbitraries::anyPossible);
  }

  private static boolean anyPossible(float[] logits) {
    for (float logit : logits) {
      if (logit > Float.NEGATIVE_INFINITY) {
        return true;
      }
    }
    return false;
  }
}
