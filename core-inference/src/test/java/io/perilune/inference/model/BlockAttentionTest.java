package io.perilune.inference.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.kernel.Activations;
import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache;
import io.perilune.inference.kv.KvSequence;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares with the softmax over all positions at once, in doubles. */
class BlockAttentionTest {
  private static final int LENGTH = 150;
  private static final int LAYER = 1;
  private static final float SCALE = 0.4f;

  /** More query heads than a tile has, key-value heads that are shared, values inside keys. */
  static List<CachedHeads> layouts() {
    return List.of(
        new CachedHeads(53, 1, 13, 9, true),
        new CachedHeads(60, 2, 8, 5, false),
        new CachedHeads(6, 3, 8, 5, false),
        new CachedHeads(10, 1, 7, 7, false));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void equalsThePlainSoftmax(CachedHeads layout) {
    Random random = new Random(3);
    int queries = 21;
    Kernels kernels = KernelProvider.fastest();
    try (Workers workers = new Workers(2);
        KvCache cache = new KvCache(2, layout.rowWidth(), LENGTH, KvCache.Precision.F32);
        KvSequence sequence = cache.open()) {
      assertTrue(sequence.reserve(LENGTH));
      float[][] rows = new float[LENGTH][];
      for (int p = 0; p < LENGTH; p++) {
        rows[p] = gaussians(random, layout.rowWidth());
      }
      Activations q =
          Activations.over(
              gaussians(random, queries * layout.heads() * layout.keyWidth()),
              layout.heads() * layout.keyWidth());
      Activations out = new Activations(queries, layout.heads() * layout.valueWidth());
      Activations cached = new Activations(LENGTH, layout.rowWidth());
      BlockAttention attention =
          new BlockAttention(new Compute(kernels, workers), layout, SCALE, cached, q, out, LENGTH);
      attention.store(
          tokens(sequence, 0, LENGTH),
          LAYER,
          (i, data, row) -> System.arraycopy(rows[i], 0, data, row, layout.rowWidth()));
      attention.attend(tokens(sequence, LENGTH - queries, LENGTH), LAYER);
      for (int i = 0; i < queries; i++) {
        for (int head = 0; head < layout.heads(); head++) {
          assertHead(layout, rows, LENGTH - queries + i, head, q, out, i);
        }
      }
    }
  }

  private static ActiveTokens tokens(KvSequence sequence, int from, int to) {
    Batch batch = new Batch(to - from);
    for (int position = from; position < to; position++) {
      batch.add(sequence, position, 0, true);
    }
    ActiveTokens tokens = new ActiveTokens(to - from);
    tokens.selectAll(batch);
    return tokens;
  }

  private static void assertHead(
      CachedHeads layout,
      float[][] rows,
      int position,
      int head,
      Activations q,
      Activations out,
      int token) {
    int keyValueHead = head / layout.queriesPerHead();
    double sum = 0;
    double[] expected = new double[layout.valueWidth()];
    for (int p = 0; p <= position; p++) {
      double score = 0;
      for (int k = 0; k < layout.keyWidth(); k++) {
        score +=
            q.data()[q.row(token) + head * layout.keyWidth() + k]
                * rows[p][layout.keyColumn(keyValueHead) + k];
      }
      double weight = Math.exp(SCALE * score);
      sum += weight;
      for (int v = 0; v < expected.length; v++) {
        expected[v] += weight * rows[p][layout.valueColumn(keyValueHead) + v];
      }
    }
    for (int v = 0; v < expected.length; v++) {
      float actual = out.data()[out.row(token) + head * layout.valueWidth() + v];
      assertEquals(expected[v] / sum, actual, 1e-5);
    }
  }

  private static float[] gaussians(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
