package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Rows with a half float factor; super-blocks of 256: 16 bits with the upper 2 bits of the runs'
 * scales (plus 32); 4 bytes with the lower bits of runs 0 to 3 in low and of runs 4 to 7 in high
 * nibbles; 64 bytes of low nibbles of codes, of which 16 bytes hold two runs; 16 bytes of the fifth
 * bits, those of run {@code r} in bit {@code r}. A code stands for two neighbouring weights, {@link
 * Values#IQ2_PAIRS}.
 */
final class IQ2_KLFormat extends BlockFormat {
  IQ2_KLFormat() {
    super(GgmlType.IQ2_KL);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    int upper = LittleEndian.signedShort(source, block);
    for (int run = 0; run < RUNS; run++) {
      int scale = LittleEndian.splitNibble(source, block + 2, 4, run) | (upper >> 2 * run & 3) << 4;
      float factor = rowFactor * (scale - 32);
      long nibbles = block + 6 + run / 2 * RUN / 2;
      long fifthBits = block + 70;
      int to = at + run * RUN;
      for (int j = 0; j < RUN / 2; j++) {
        int nibble = (byte) LittleEndian.BYTE.get(source, nibbles + j) >> run % 2 * 4 & 15;
        int fifth = (byte) LittleEndian.BYTE.get(source, fifthBits + j) >> run & 1;
        int pair = 2 * (nibble | fifth << 4);
        out[to + 2 * j] = factor * Values.IQ2_PAIRS[pair];
        out[to + 2 * j + 1] = factor * Values.IQ2_PAIRS[pair + 1];
      }
    }
  }
}
