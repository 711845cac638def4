package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: a half float {@code d}; for each 16 weights a bit that chooses a table of
 * {@link Values#IQ5}, then the upper 2 bits of all scales (plus 32), then their low nibbles; 128
 * bytes of low nibbles of codes, 32 of the upper bit.
 */
final class IQ5_KFormat extends RunFormat {
  IQ5_KFormat() {
    super(GgmlType.IQ5_K, new Packing(16, 4), new Packing(144, 1), Values.IQ5);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    int tables = LittleEndian.signedShort(source, block + 2);
    int upper = (int) LittleEndian.INT.get(source, block + 4);
    for (int part = 0; part < 2 * RUNS; part++) {
      int scale = LittleEndian.nibble(source, block + 8, part) | (upper >> 2 * part & 3) << 4;
      int table = Values.IQ5_CODES * (tables >> part & 1);
      decodeHalfRun(source, block, part, d * (scale - 32), table, out, at);
    }
  }
}
