package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Rows with a float factor; super-blocks of 256: 4 bytes with the scales of runs 0 to 3 in low and
 * of runs 4 to 7 in high nibbles, by the first table of {@link Values#IQ4}; a 16-bit number for
 * each group of 8 weights of a {@link Trellis}.
 */
final class IQ2_KTFormat extends BlockFormat {
  IQ2_KTFormat() {
    super(GgmlType.IQ2_KT);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    for (int run = 0; run < RUNS; run++) {
      int scale = LittleEndian.splitNibble(source, block, 4, run);
      float factor = rowFactor * Values.IQ4[scale];
      for (int g = 0; g < 4; g++) {
        int group = 4 * run + g;
        int number = LittleEndian.unsignedShort(source, block + 4 + 2 * group);
        Trellis.decode(number + Trellis.OFFSET, factor, out, at + 8 * group, 8);
      }
    }
  }
}
