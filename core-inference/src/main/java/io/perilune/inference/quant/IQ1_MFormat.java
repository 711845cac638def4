package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: per 8 weights a byte of the number of an entry of {@link Grids#IQ1}; then
 * per 8 weights a nibble with the number's upper 3 bits and a bit that makes the shift {@link
 * Grids#IQ1_SHIFT} negative; four 16-bit words with, lowest first, 3 bits {@code s} for each of
 * four parts of 16 weights, and a nibble of a half float {@code d}, the lowest nibble in the first
 * word; a part's factor is {@code d * (2s + 1)}.
 */
final class IQ1_MFormat extends BlockFormat {
  IQ1_MFormat() {
    super(GgmlType.IQ1_M);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    int bits = 0;
    for (int word = 0; word < 4; word++) {
      bits |= LittleEndian.unsignedShort(source, block + 48 + 2 * word) >> 12 << 4 * word;
    }
    float d = Float.float16ToFloat((short) bits);
    for (int part = 0; part < 2 * RUNS; part++) {
      int scales = LittleEndian.unsignedShort(source, block + 48 + part / 4 * 2);
      float factor = d * (2 * (scales >> part % 4 * 3 & 7) + 1);
      int low = LittleEndian.signedShort(source, block + 2 * part);
      int upper = (byte) LittleEndian.BYTE.get(source, block + 32 + part);
      int to = at + part * RUN / 2;
      decodeGroup(low & 0xff, upper, factor, out, to);
      decodeGroup(low >> 8 & 0xff, upper >> 4, factor, out, to + Byte.SIZE);
    }
  }

  private static void decodeGroup(int low, int upper, float factor, float[] out, int at) {
    float shift = (upper & 8) == 0 ? Grids.IQ1_SHIFT : -Grids.IQ1_SHIFT;
    Grids.decodeShifted(Grids.IQ1[low | (upper & 7) << 8], shift, factor, out, at);
  }
}
