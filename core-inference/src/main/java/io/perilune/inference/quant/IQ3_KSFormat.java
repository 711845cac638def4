package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Rows with a half float factor; super-blocks of 256: 16 bits of which bit {@code r} is the fifth
 * of run {@code r}'s scale (plus 16) and bit {@code 8 + r} chooses its table of {@link Values#IQ3};
 * 4 bytes with the scales of runs 0 to 3 in low and of runs 4 to 7 in high nibbles; 64 bytes of the
 * lower 2 bits of codes, 32 of the upper bit.
 */
final class IQ3_KSFormat extends RunFormat {
  IQ3_KSFormat() {
    super(GgmlType.IQ3_KS, new Packing(6, 2), new Packing(70, 1), Values.IQ3);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    int bits = LittleEndian.signedShort(source, block);
    for (int run = 0; run < RUNS; run++) {
      int scale = LittleEndian.splitNibble(source, block + 2, 4, run) | (bits >> run & 1) << 4;
      int table = Values.IQ3_CODES * (bits >> 8 + run & 1);
      decodeRun(source, block, run, rowFactor * (scale - 16), table, out, at);
    }
  }
}
