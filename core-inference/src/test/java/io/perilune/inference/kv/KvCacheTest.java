package io.perilune.inference.kv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kv.KvCache.Precision;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KvCacheTest {
  private final Kernels kernels = KernelProvider.fastest();

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"F16", "F32"})
  void rowsComeBackAsTheyWereWritten(Precision precision) {
    int width = 6;
    try (KvCache cache = new KvCache(3, width, 128, precision)) {
      for (int block = 0; block < 2; block++) {
        for (int layer = 0; layer < 3; layer++) {
          for (int row = 0; row < 5; row++) {
            cache.write(kernels, block, layer, row, 0, row(block, layer, row), 0, width);
          }
        }
      }
      float[] all = new float[5 * width];
      cache.read(kernels, 1, 2, 5, 0, width, all, 0);
      float[] part = new float[5 * 2];
      cache.read(kernels, 1, 2, 5, 3, 2, part, 0);
      for (int row = 0; row < 5; row++) {
        float[] expected = row(1, 2, row);
        assertArrayEquals(expected, Arrays.copyOfRange(all, row * 6, row * 6 + 6));
        assertArrayEquals(
            new float[] {expected[3], expected[4]}, Arrays.copyOfRange(part, row * 2, row * 2 + 2));
      }
    }
  }

  /** Values that half floats hold exactly. */
  private static float[] row(int block, int layer, int row) {
    float[] values = new float[6];
    for (int i = 0; i < values.length; i++) {
      values[i] = block * 512 + layer * 128 + row * 8 + i + 0.5f;
    }
    return values;
  }

  @Test
  void groupsOfBytesComeBackAlmostAsTheyWereWritten() {
    int width = 96;
    try (KvCache cache = new KvCache(2, width, 128, Precision.Q8_0)) {
      assertEquals(2 * 128 * 3 * 34, cache.bytes());
      Random random = new Random(1);
      float[] rows = new float[3 * width];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = (float) random.nextGaussian();
      }
      for (int row = 0; row < 3; row++) {
        cache.write(kernels, 1, 1, row, 0, rows, row * width, 32);
        cache.write(kernels, 1, 1, row, 32, rows, row * width + 32, 64);
      }
      float[] all = new float[3 * width];
      cache.read(kernels, 1, 1, 3, 0, width, all, 0);
      assertArrayEquals(rows, all, 0.02f);
      float[] part = new float[3 * 32];
      cache.read(kernels, 1, 1, 3, 64, 32, part, 0);
      for (int row = 0; row < 3; row++) {
        assertArrayEquals(
            Arrays.copyOfRange(all, row * width + 64, (row + 1) * width),
            Arrays.copyOfRange(part, row * 32, (row + 1) * 32));
      }
      assertThrows(
          IllegalArgumentException.class, () -> cache.write(kernels, 0, 0, 0, 16, rows, 0, 32));
      assertThrows(
          IllegalArgumentException.class, () -> cache.write(kernels, 0, 0, 0, 0, rows, 0, 16));
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> new KvCache(1, 48, 1, Precision.Q8_0))
            .getMessage();
    assertTrue(message.contains("groups of 32"), message);
  }

  @Test
  void sequencesTakeWholeBlocksAndGiveThemBack() {
    try (KvCache cache = new KvCache(1, 1, 129, Precision.F16)) {
      assertEquals(192, cache.capacityTokens());
      KvSequence first = cache.open();
      KvSequence second = cache.open();
      assertTrue(first.reserve(65));
      assertTrue(first.reserve(1));
      assertEquals(128, first.capacity());
      assertEquals(64, cache.freeTokens());
      assertFalse(second.reserve(65));
      assertEquals(0, second.capacity());
      assertTrue(second.reserve(64));
      assertNotEquals(first.block(0), first.block(64));
      assertNotEquals(first.block(64), second.block(0));
      first.close();
      assertEquals(128, cache.freeTokens());
      assertTrue(second.reserve(192));
    }
  }

  @Test
  void refusesPositionsWithoutRoom() {
    try (KvCache cache = new KvCache(1, 4, 64, Precision.F16);
        KvSequence sequence = cache.open()) {
      assertThrows(IndexOutOfBoundsException.class, () -> sequence.block(0));
      assertTrue(sequence.reserve(64));
      assertThrows(IndexOutOfBoundsException.class, () -> sequence.block(64));
      assertThrows(IndexOutOfBoundsException.class, () -> sequence.block(-1));
    }
  }

  @Test
  void refusesRowsOutsideABlock() {
    try (KvCache cache = new KvCache(1, 4, 64, Precision.F16)) {
      float[] x = new float[4];
      assertThrows(
          IndexOutOfBoundsException.class, () -> cache.write(kernels, 0, 0, 64, 0, x, 0, 4));
      assertThrows(
          IndexOutOfBoundsException.class, () -> cache.write(kernels, 0, 0, 0, 1, x, 0, 4));
      assertThrows(
          IndexOutOfBoundsException.class, () -> cache.write(kernels, 0, 1, 0, 0, x, 0, 4));
      assertThrows(IndexOutOfBoundsException.class, () -> cache.read(kernels, 1, 0, 1, 0, 4, x, 0));
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> cache.read(kernels, 0, 0, 65, 0, 4, new float[65 * 4], 0));
    }
  }

  @Test
  void refusesSizesThatOverflow() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new KvCache(4096, Integer.MAX_VALUE, Integer.MAX_VALUE, Precision.F32));
    assertThrows(
        IllegalArgumentException.class, () -> new KvCache(1, 1, Integer.MAX_VALUE, Precision.F16));
    assertThrows(IllegalArgumentException.class, () -> new KvCache(1, 1, 0, Precision.F16));
  }
}
