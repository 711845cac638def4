package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: 32 bytes of the upper bit of codes, 64 of the lower 2 bits, 12 of scales, a
 * half float {@code d}; a code stands for itself less 4. Each 16 weights have a 6-bit scale (plus
 * 32): 8 bytes hold the low nibbles of scales 0 to 7 in low and of 8 to 15 in high nibbles, then 4
 * bytes hold the upper 2 bits of scales {@code s}, {@code s + 4}, {@code s + 8}, {@code s + 12} in
 * byte {@code s}.
 */
final class Q3_KFormat extends RunFormat {
  Q3_KFormat() {
    super(GgmlType.Q3_K, new Packing(32, 2), new Packing(0, 1), Values.SIGNED_3_BITS);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block + 108);
    for (int part = 0; part < 2 * RUNS; part++) {
      int upper = LittleEndian.unsignedByte(source, block + 104 + part % 4) >> part / 4 * 2 & 3;
      int scale = LittleEndian.splitNibble(source, block + 96, 8, part) | upper << 4;
      decodeHalfRun(source, block, part, d * (scale - 32), 0, out, at);
    }
  }
}
