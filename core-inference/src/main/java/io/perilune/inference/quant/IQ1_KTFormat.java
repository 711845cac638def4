package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Rows with a float factor; super-blocks of 256: a byte per run of 32 weights whose low nibble
 * stands for the scale by the first table of {@link Values#IQ4} and whose high nibble holds the
 * 13th bits of its four groups; 32 bytes with the lowest 8 bits of the groups; 16 bytes with the
 * bits 8 to 11 of groups 0 to 15 in low and of groups 16 to 31 in high nibbles. A group is 8
 * weights of a {@link Trellis}.
 */
final class IQ1_KTFormat extends BlockFormat {
  IQ1_KTFormat() {
    super(GgmlType.IQ1_KT);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    for (int run = 0; run < RUNS; run++) {
      int head = LittleEndian.unsignedByte(source, block + run);
      float factor = rowFactor * Values.IQ4[head & 15];
      for (int g = 0; g < 4; g++) {
        int group = 4 * run + g;
        int number =
            LittleEndian.unsignedByte(source, block + 8 + group)
                | LittleEndian.splitNibble(source, block + 40, 16, group) << 8
                | (head >> 4 + g & 1) << 12;
        Trellis.decode(number + Trellis.OFFSET, factor, out, at + 8 * group, 8);
      }
    }
  }
}
