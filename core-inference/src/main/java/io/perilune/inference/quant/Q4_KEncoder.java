package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/** Writes {@link Q4_KFormat} with scales and minima of least squares for each 32 weights. */
final class Q4_KEncoder extends BlockEncoder {
  private static final int RUN = 32;
  private static final int RUNS = 8;
  private static final int LARGEST_CODE = 15;
  private static final int LARGEST_SCALE = 63;

  Q4_KEncoder() {
    super(GgmlType.Q4_K);
  }

  @Override
  void encodeBlock(float[] weights, int from, MemorySegment target, long block) {
    AffineFit[] fits = new AffineFit[RUNS];
    double scale = 0;
    double minimum = 0;
    for (int run = 0; run < RUNS; run++) {
      fits[run] = AffineFit.best(weights, from + run * RUN, RUN, LARGEST_CODE);
      scale = Math.max(scale, fits[run].scale());
      minimum = Math.max(minimum, fits[run].minimum());
    }
    float d = putHalf(target, block, (float) (scale / LARGEST_SCALE));
    float dmin = putHalf(target, block + 2, (float) (minimum / LARGEST_SCALE));
    Steps[] steps = new Steps[RUNS];
    int[] codes = new int[RUNS * RUN];
    for (int run = 0; run < RUNS; run++) {
      steps[run] = bestSteps(weights, from + run * RUN, fits[run], d, dmin);
      for (int j = run * RUN; j < (run + 1) * RUN; j++) {
        codes[j] =
            AffineFit.code(
                weights[from + j],
                d * steps[run].scale(),
                dmin * steps[run].minimum(),
                LARGEST_CODE);
      }
    }
    putSteps(steps, target, block + 4);
    for (int j = 0; j < codes.length / 2; j++) {
      int low = j / RUN * 2 * RUN + j % RUN;
      putByte(target, block + 16 + j, codes[low] | codes[low + RUN] << 4);
    }
  }

  /** A run's scale and minimum in units of the block's. */
  private record Steps(int scale, int minimum) {}

  /** Rounds a fit to whole steps, either to the nearest or one beside, which fits best. */
  private static Steps bestSteps(float[] weights, int from, AffineFit fit, float d, float dmin) {
    int scale = nearestStep(fit.scale(), d);
    int minimum = nearestStep(fit.minimum(), dmin);
    Steps best = new Steps(scale, minimum);
    double least = Double.POSITIVE_INFINITY;
    for (int s = Math.max(0, scale - 1); s <= Math.min(LARGEST_SCALE, scale + 1); s++) {
      for (int m = Math.max(0, minimum - 1); m <= Math.min(LARGEST_SCALE, minimum + 1); m++) {
        double error = AffineFit.error(weights, from, RUN, LARGEST_CODE, d * s, dmin * m);
        if (error < least) {
          least = error;
          best = new Steps(s, m);
        }
      }
    }
    return best;
  }

  private static int nearestStep(double value, float step) {
    return step == 0 ? 0 : (int) Math.clamp(Math.rint(value / step), 0, LARGEST_SCALE);
  }

  /** The inverse of {@link KScales}. */
  private static void putSteps(Steps[] steps, MemorySegment target, long at) {
    for (int s = 0; s < RUNS / 2; s++) {
      Steps lower = steps[s];
      Steps upper = steps[s + RUNS / 2];
      putByte(target, at + s, lower.scale() | upper.scale() >> 4 << 6);
      putByte(target, at + 4 + s, lower.minimum() | upper.minimum() >> 4 << 6);
      putByte(target, at + 8 + s, upper.scale() & 15 | (upper.minimum() & 15) << 4);
    }
  }
}
