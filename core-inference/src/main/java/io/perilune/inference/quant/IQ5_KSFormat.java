package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Rows with a float factor; super-blocks of 256: a byte per run whose lowest bit chooses a table of
 * {@link Values#IQ5} and whose upper 7 bits, taken in place, are the scale plus 127; 128 bytes of
 * low nibbles of codes, 32 of the upper bit.
 */
final class IQ5_KSFormat extends RunFormat {
  IQ5_KSFormat() {
    super(GgmlType.IQ5_KS, new Packing(8, 4), new Packing(136, 1), Values.IQ5);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    for (int run = 0; run < RUNS; run++) {
      int scale = LittleEndian.unsignedByte(source, block + run);
      int table = Values.IQ5_CODES * (scale & 1);
      decodeRun(source, block, run, rowFactor * ((scale & 254) - 127), table, out, at);
    }
  }
}
