package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Rows with a half float factor; super-blocks of 256: 16 bits of which bit {@code r} chooses run
 * {@code r}'s table of {@link Values#IQ2} and bit {@code 8 + r} is the fifth of its scale, 8
 * nibbles of scales (plus 16), 64 bytes of 2-bit codes.
 */
final class IQ2_KSFormat extends RunFormat {
  IQ2_KSFormat() {
    super(GgmlType.IQ2_KS, new Packing(6, 2), new Packing(6, 0), Values.IQ2);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    int bits = LittleEndian.signedShort(source, block);
    for (int run = 0; run < RUNS; run++) {
      int scale = LittleEndian.nibble(source, block + 2, run) | (bits >> 8 + run & 1) << 4;
      int table = Values.IQ2_CODES * (bits >> run & 1);
      decodeRun(source, block, run, rowFactor * (scale - 16), table, out, at);
    }
  }
}
