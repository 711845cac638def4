package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: a half float {@code d}; for each 16 weights a bit that chooses a table of
 * {@link Values#IQ4}, then the upper 2 bits of all scales (plus 32), then their low nibbles; per
 * run of 32 weights 16 bytes of nibbles, low ones first.
 */
final class IQ4_KFormat extends BlockFormat {
  IQ4_KFormat() {
    super(GgmlType.IQ4_K);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    int tables = LittleEndian.signedShort(source, block + 2);
    int upper = (int) LittleEndian.INT.get(source, block + 4);
    for (int run = 0; run < RUNS; run++) {
      int scales = LittleEndian.unsignedByte(source, block + 8 + run);
      float first = d * ((scales & 15 | (upper >> 4 * run & 3) << 4) - 32);
      float second = d * ((scales >> 4 | (upper >> 4 * run + 2 & 3) << 4) - 32);
      int firstTable = Values.IQ4_CODES * (tables >> 2 * run & 1);
      int secondTable = Values.IQ4_CODES * (tables >> 2 * run + 1 & 1);
      long nibbles = block + 16 + run * RUN / 2;
      int to = at + run * RUN;
      Nibbles.decode(source, nibbles, first, second, Values.IQ4, firstTable, secondTable, out, to);
    }
  }
}
