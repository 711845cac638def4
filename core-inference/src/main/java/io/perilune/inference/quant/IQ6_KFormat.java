package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Super-blocks of 256: a half float {@code d}; 16 bits that choose a table of {@link Values#IQ6}
 * for each 16 weights; a signed byte of scale for each 16; 128 bytes of low nibbles of codes, 64 of
 * the upper 2 bits.
 */
final class IQ6_KFormat extends RunFormat {
  IQ6_KFormat() {
    super(GgmlType.IQ6_K, new Packing(20, 4), new Packing(148, 2), Values.IQ6);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    int tables = LittleEndian.signedShort(source, block + 2);
    for (int part = 0; part < 2 * RUNS; part++) {
      float factor = d * (byte) LittleEndian.BYTE.get(source, block + 4 + part);
      int table = Values.IQ6_CODES * (tables >> part & 1);
      decodeHalfRun(source, block, part, factor, table, out, at);
    }
  }
}
