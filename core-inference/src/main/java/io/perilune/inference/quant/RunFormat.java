package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of eight runs of 32 weights, each weight a factor times the value that its code
 * stands for. The lower bits of all codes lie apart from the upper ones. Either kind, of {@code b}
 * bits per code, is packed alike: {@code 8 / b} consecutive runs share 32 bytes, byte {@code j}
 * holding the bits of weight {@code j} of each, the first run's in the lowest place.
 */
abstract class RunFormat extends BlockFormat {
  private final Packing lower;
  private final Packing upper;
  private final float[] values;

  /**
   * Where one kind of bits lies.
   *
   * @param at the first byte within the block
   * @param bits per code: 1, 2 or 4
   */
  record Packing(int at, int bits) {
    long bytesOf(int run) {
      return at + (long) (run * bits / Byte.SIZE * RUN);
    }

    int shiftOf(int run) {
      return run * bits % Byte.SIZE;
    }

    int mask() {
      return (1 << bits) - 1;
    }
  }

  /**
   * A format with these codes.
   *
   * @param values by code, or several such tables one after the other
   */
  RunFormat(GgmlType type, Packing lower, Packing upper, float[] values) {
    super(type);
    this.lower = lower;
    this.upper = upper;
    this.values = values;
  }

  /** Decodes a whole run with the values from index {@code table} on. */
  final void decodeRun(
      MemorySegment source, long block, int run, float factor, int table, float[] out, int at) {
    decode(source, block, run, 0, RUN, factor, table, out, at + RUN * run);
  }

  /** Decodes half a run, half number {@code part} of the 16 of the super-block. */
  final void decodeHalfRun(
      MemorySegment source, long block, int part, float factor, int table, float[] out, int at) {
    int from = part % 2 * RUN / 2;
    decode(source, block, part / 2, from, RUN / 2, factor, table, out, at + RUN / 2 * part);
  }

  private void decode(
      MemorySegment source,
      long block,
      int run,
      int from,
      int count,
      float factor,
      int table,
      float[] out,
      int at) {
    long low = block + lower.bytesOf(run) + from;
    long high = block + upper.bytesOf(run) + from;
    int lowShift = lower.shiftOf(run);
    int highShift = upper.shiftOf(run);
    int lowMask = lower.mask();
    int highMask = upper.mask();
    int lowBits = lower.bits();
    for (int j = 0; j < count; j++) {
      int code =
          (byte) LittleEndian.BYTE.get(source, low + j) >> lowShift & lowMask
              | ((byte) LittleEndian.BYTE.get(source, high + j) >> highShift & highMask) << lowBits;
      out[at + j] = factor * values[table + code];
    }
  }
}
