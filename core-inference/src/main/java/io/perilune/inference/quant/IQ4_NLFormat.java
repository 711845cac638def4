package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Blocks of 32: a half float {@code d}, then 16 bytes of nibbles, low ones first, that stand for
 * the first table of {@link Values#IQ4}.
 */
final class IQ4_NLFormat extends BlockFormat {
  IQ4_NLFormat() {
    super(GgmlType.IQ4_NL);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    float d = LittleEndian.half(source, block);
    Nibbles.decode(source, block + 2, d, d, Values.IQ4, 0, 0, out, at);
  }
}
