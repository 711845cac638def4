package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Rows with a float factor; super-blocks of 256: a byte per run whose lowest bit chooses a table of
 * {@link Values#IQ4} and whose upper 7 bits, taken in place, are the scale plus 127; per run of 32
 * weights 16 bytes of nibbles, low ones first.
 */
final class IQ4_KSFormat extends BlockFormat {
  IQ4_KSFormat() {
    super(GgmlType.IQ4_KS);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    for (int run = 0; run < RUNS; run++) {
      int scale = LittleEndian.unsignedByte(source, block + run);
      float factor = rowFactor * ((scale & 254) - 127);
      int table = Values.IQ4_CODES * (scale & 1);
      long nibbles = block + 8 + run * RUN / 2;
      int to = at + run * RUN;
      Nibbles.decode(source, nibbles, factor, factor, Values.IQ4, table, table, out, to);
    }
  }
}
