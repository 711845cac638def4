package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: a half float {@code d}; for each 16 weights a bit that chooses a table of
 * {@link Values#IQ3}, a sign bit and a nibble {@code n} of the scale {@code 2n + 1}; 64 bytes of
 * the lower 2 bits of codes, 32 of the upper bit.
 */
final class IQ3_KFormat extends RunFormat {
  IQ3_KFormat() {
    super(GgmlType.IQ3_K, new Packing(14, 2), new Packing(78, 1), Values.IQ3);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    int tables = LittleEndian.signedShort(source, block + 2);
    int signs = LittleEndian.signedShort(source, block + 4);
    for (int part = 0; part < 2 * RUNS; part++) {
      int size = 2 * LittleEndian.nibble(source, block + 6, part) + 1;
      float factor = d * ((signs >> part & 1) == 0 ? size : -size);
      int table = Values.IQ3_CODES * (tables >> part & 1);
      decodeHalfRun(source, block, part, factor, table, out, at);
    }
  }
}
