package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Rows with a float factor; super-blocks of 256: a 32-bit word per run of 32 weights with, lowest
 * first, a bit that adds 32768 to the offset of its groups, 7 bits of scale (plus 64), and the bits
 * 12 to 14 of its eight groups; 64 bytes with the lowest 8 bits of the groups; 32 bytes with the
 * bits 8 to 11 of groups 0 to 31 in low and of groups 32 to 63 in high nibbles. A group is 4
 * weights of a {@link Trellis}.
 */
final class IQ4_KTFormat extends BlockFormat {
  IQ4_KTFormat() {
    super(GgmlType.IQ4_KT);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    for (int run = 0; run < RUNS; run++) {
      int head = (int) LittleEndian.INT.get(source, block + 4 * run);
      float factor = rowFactor * ((head >> 1 & 127) - 64);
      int offset = Trellis.OFFSET + (head & 1) * 32768;
      for (int g = 0; g < 8; g++) {
        int group = 8 * run + g;
        int number =
            LittleEndian.unsignedByte(source, block + 32 + group)
                | LittleEndian.splitNibble(source, block + 96, 32, group) << 8
                | (head >> 8 + 3 * g & 7) << 12;
        Trellis.decode(number + offset, factor, out, at + 4 * group, 4);
      }
    }
  }
}
