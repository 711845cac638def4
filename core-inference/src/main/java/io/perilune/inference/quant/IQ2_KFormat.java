package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: a half float {@code d}, 16 bits that choose a table of {@link Values#IQ2}
 * for each 16 weights, a nibble of scale (plus 8) for each 16, 64 bytes of 2-bit codes.
 */
final class IQ2_KFormat extends RunFormat {
  IQ2_KFormat() {
    super(GgmlType.IQ2_K, new Packing(12, 2), new Packing(12, 0), Values.IQ2);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    int tables = LittleEndian.signedShort(source, block + 2);
    for (int part = 0; part < 2 * RUNS; part++) {
      float factor = d * (LittleEndian.nibble(source, block + 4, part) - 8);
      int table = Values.IQ2_CODES * (tables >> part & 1);
      decodeHalfRun(source, block, part, factor, table, out, at);
    }
  }
}
