package io.perilune.inference.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgmlType;
import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.WeightMatrix;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache;
import io.perilune.inference.kv.KvSequence;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares with the plain formulas, in doubles. */
class GroupedQueryAttentionTest {
  private static final int WIDTH = 12;
  private static final int HEADS = 4;
  private static final int KEY_VALUE_HEADS = 2;
  private static final int KEY = 6;
  private static final int VALUE = 5;
  private static final int ROTATED = 4;
  private static final int TOKENS = 7;
  private static final double MAGNITUDE = 1.2;
  private static final float EPSILON = 1e-5f;
  private static final float SCALE = 0.4f;

  private final Random random = new Random(1);

  @ParameterizedTest
  @CsvSource({
    "NEIGHBOURS, false, false",
    "HALVES, true, false",
    "HALVES, false, true",
    "NEIGHBOURS, true, true"
  })
  void equalsThePlainFormulas(RotaryConfig.Pairs pairs, boolean biases, boolean norms) {
    var rotary =
        new RotaryConfig(pairs, ROTATED, 100, new RotaryConfig.Yarn(1, 10, 1e-3, 1e-3, MAGNITUDE));
    var config =
        new AttentionConfig.GroupedQuery(HEADS, KEY_VALUE_HEADS, KEY, VALUE, SCALE, biases, norms);
    var weights =
        new AttentionWeights.GroupedQuery(
            matrix(HEADS * KEY, WIDTH),
            biases ? vector(HEADS * KEY) : null,
            norms ? vector(KEY) : null,
            matrix(KEY_VALUE_HEADS * KEY, WIDTH),
            biases ? vector(KEY_VALUE_HEADS * KEY) : null,
            norms ? vector(KEY) : null,
            matrix(KEY_VALUE_HEADS * VALUE, WIDTH),
            biases ? vector(KEY_VALUE_HEADS * VALUE) : null,
            matrix(WIDTH, HEADS * VALUE));
    HiddenState state = HiddenState.allocate(TOKENS, WIDTH);
    System.arraycopy(vector(TOKENS * WIDTH), 0, state.normed().data(), 0, TOKENS * WIDTH);
    run(rotary, config, weights, state);
    for (int t = 0; t < TOKENS; t++) {
      double[] expected = expected(rotary, weights, state.normed().data(), t);
      for (int i = 0; i < WIDTH; i++) {
        assertEquals(expected[i], state.update().data()[t * WIDTH + i], 1e-5);
      }
    }
  }

  private static void run(
      RotaryConfig rotaryConfig,
      AttentionConfig.GroupedQuery config,
      AttentionWeights.GroupedQuery weights,
      HiddenState state) {
    try (Workers workers = new Workers(2);
        KvCache cache = new KvCache(1, config.cacheWidth(), TOKENS, KvCache.Precision.F32);
        KvSequence sequence = cache.open()) {
      assertTrue(sequence.reserve(TOKENS));
      Batch batch = new Batch(TOKENS);
      for (int position = 0; position < TOKENS; position++) {
        batch.add(sequence, position, 0, true);
      }
      ActiveTokens tokens = new ActiveTokens(TOKENS);
      tokens.selectAll(batch);
      Rotary rotary = new Rotary(rotaryConfig, null, TOKENS);
      rotary.prepare(batch);
      Compute compute = new Compute(KernelProvider.fastest(), workers);
      var scratch = new GroupedQueryAttention.Scratch(compute, config, TOKENS);
      Attention attention =
          new GroupedQueryAttention(compute, config, weights, EPSILON, state, scratch, rotary, 0);
      attention.store(tokens);
      attention.attend(tokens);
    }
  }

  private static double[] expected(
      RotaryConfig rotary, AttentionWeights.GroupedQuery w, float[] x, int t) {
    double[] outputs = new double[HEADS * VALUE];
    for (int head = 0; head < HEADS; head++) {
      int shared = head * KEY_VALUE_HEADS / HEADS;
      double[] query = head(rotary, w.query(), w.queryBias(), w.queryNorm(), x, t, head);
      double sum = 0;
      for (int p = 0; p <= t; p++) {
        double[] key = head(rotary, w.key(), w.keyBias(), w.keyNorm(), x, p, shared);
        double weight = Math.exp(SCALE * dot(query, key));
        sum += weight;
        for (int v = 0; v < VALUE; v++) {
          outputs[head * VALUE + v] +=
              weight * project(w.value(), w.valueBias(), shared * VALUE + v, x, p);
        }
      }
      for (int v = 0; v < VALUE; v++) {
        outputs[head * VALUE + v] /= sum;
      }
    }
    double[] update = new double[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      for (int k = 0; k < outputs.length; k++) {
        update[i] += at(w.output(), i, k) * outputs[k];
      }
    }
    return update;
  }

  /** A head's query or key of one token: projected, normalised, rotated. */
  private static double[] head(
      RotaryConfig rotary, WeightMatrix w, float[] bias, float[] norm, float[] x, int t, int head) {
    double[] values = new double[KEY];
    for (int i = 0; i < KEY; i++) {
      values[i] = project(w, bias, head * KEY + i, x, t);
    }
    if (norm != null) {
      double root = Math.sqrt(dot(values, values) / KEY + EPSILON);
      for (int i = 0; i < KEY; i++) {
        values[i] *= norm[i] / root;
      }
    }
    boolean halves = rotary.pairs() == RotaryConfig.Pairs.HALVES;
    for (int pair = 0; pair < ROTATED / 2; pair++) {
      int a = halves ? pair : 2 * pair;
      int b = halves ? pair + ROTATED / 2 : 2 * pair + 1;
      double angle = t * Math.pow(rotary.base(), -2.0 * pair / ROTATED);
      double first = values[a];
      values[a] = MAGNITUDE * (first * Math.cos(angle) - values[b] * Math.sin(angle));
      values[b] = MAGNITUDE * (first * Math.sin(angle) + values[b] * Math.cos(angle));
    }
    return values;
  }

  private static double project(WeightMatrix w, float[] bias, int row, float[] x, int t) {
    double sum = bias == null ? 0 : bias[row];
    for (int k = 0; k < WIDTH; k++) {
      sum += at(w, row, k) * x[t * WIDTH + k];
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double at(WeightMatrix w, int row, int column) {
    return w.data().getAtIndex(ValueLayout.JAVA_FLOAT, row * w.columns() + column);
  }

  private WeightMatrix matrix(int rows, int columns) {
    float[] values = vector(rows * columns);
    MemorySegment data = Arena.ofAuto().allocate((long) values.length * Float.BYTES, Float.BYTES);
    MemorySegment.copy(values, 0, data, ValueLayout.JAVA_FLOAT, 0, values.length);
    return new WeightMatrix("random", GgmlType.F32, rows, columns, data);
  }

  private float[] vector(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = 0.5f * (float) random.nextGaussian();
    }
    return values;
  }
}
