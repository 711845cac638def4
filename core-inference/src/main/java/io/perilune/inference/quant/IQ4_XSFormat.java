package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: a half float {@code d}; 16 bits with the upper 2 bits of the runs' scales
 * (plus 32), 8 nibbles with the lower ones; per run of 32 weights 16 bytes of nibbles as in {@link
 * IQ4_NLFormat}.
 */
final class IQ4_XSFormat extends BlockFormat {
  IQ4_XSFormat() {
    super(GgmlType.IQ4_XS);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    int upper = LittleEndian.signedShort(source, block + 2);
    for (int run = 0; run < RUNS; run++) {
      int scale = LittleEndian.nibble(source, block + 4, run) | (upper >> 2 * run & 3) << 4;
      float factor = d * (scale - 32);
      long nibbles = block + 8 + run * RUN / 2;
      Nibbles.decode(source, nibbles, factor, factor, Values.IQ4, 0, 0, out, at + run * RUN);
    }
  }
}
