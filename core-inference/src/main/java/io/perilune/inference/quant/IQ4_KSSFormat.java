package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Rows with a float factor; super-blocks of 256: per run of 32 weights 8 words of 16 bits. Their
 * lowest bits, that of word {@code w} in bit {@code w}, are a byte of scale as in {@link
 * IQ4_KSFormat}. A word without that bit, combined by exclusive or with itself shifted right by
 * one, holds four nibbles: its low byte {@code 2w}, its high byte {@code 2w + 1} of the run's 16
 * bytes as in {@link IQ4_KSFormat}.
 */
final class IQ4_KSSFormat extends BlockFormat {
  private static final int WORDS = 8;

  IQ4_KSSFormat() {
    super(GgmlType.IQ4_KSS);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    for (int run = 0; run < RUNS; run++) {
      long words = block + run * WORDS * Short.BYTES;
      int scale = 0;
      for (int w = 0; w < WORDS; w++) {
        scale |= (LittleEndian.unsignedByte(source, words + 2 * w) & 1) << w;
      }
      float factor = rowFactor * ((scale & 254) - 127);
      decodeRun(source, words, factor, Values.IQ4_CODES * (scale & 1), out, at + run * RUN);
    }
  }

  private static void decodeRun(
      MemorySegment source, long words, float factor, int table, float[] out, int at) {
    for (int w = 0; w < WORDS; w++) {
      int word = LittleEndian.unsignedShort(source, words + 2 * w) & 0xfffe;
      int nibbles = word ^ word >> 1;
      int to = at + 2 * w;
      out[to] = factor * Values.IQ4[table + (nibbles & 15)];
      out[to + RUN / 2] = factor * Values.IQ4[table + (nibbles >> 4 & 15)];
      out[to + 1] = factor * Values.IQ4[table + (nibbles >> 8 & 15)];
      out[to + 1 + RUN / 2] = factor * Values.IQ4[table + (nibbles >> 12 & 15)];
    }
  }
}
