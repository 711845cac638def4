package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Rows with a float factor; super-blocks of 256: 4 bytes with the scales of runs 0 to 3 in low and
 * of runs 4 to 7 in high nibbles; a 16-bit number for each group of 8 weights, whose sizes are
 * those of a {@link Trellis}; 32 bytes of signs, that of weight {@code j} of run {@code r} in bit
 * {@code r} of byte {@code j}.
 */
final class IQ3_KTFormat extends BlockFormat {
  private static final int GROUP = 8;

  IQ3_KTFormat() {
    super(GgmlType.IQ3_KT);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    for (int run = 0; run < RUNS; run++) {
      float factor = rowFactor * LittleEndian.splitNibble(source, block, 4, run);
      for (int from = 0; from < RUN; from += GROUP) {
        int place = run * RUN + from;
        int number = LittleEndian.unsignedShort(source, block + 4 + place / GROUP * 2);
        int x = number + Trellis.OFFSET;
        for (int j = 0; j < GROUP; j++) {
          x = Trellis.next(x);
          float size = factor * Math.abs(Trellis.value(x));
          int sign = LittleEndian.unsignedByte(source, block + 68 + from + j) >> run & 1;
          out[at + place + j] = sign == 0 ? size : -size;
        }
      }
    }
  }
}
