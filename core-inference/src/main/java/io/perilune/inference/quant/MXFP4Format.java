package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * Blocks of 32 of the OCP Microscaling format: a byte {@code e} for the factor {@code 2^(e - 127)},
 * then 16 bytes of nibbles, low ones first, which are floats of 1 sign, 2 exponent and 1 fraction
 * bits; {@link Values#FP4} holds twice their values.
 */
final class MXFP4Format extends BlockFormat {
  MXFP4Format() {
    super(GgmlType.MXFP4);
  }

  @Override
  void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at) {
    int exponent = LittleEndian.unsignedByte(source, block) - 128;
    float half = Math.scalb(1f, exponent);
    Nibbles.decode(source, block + 1, half, half, Values.FP4, 0, 0, out, at);
  }
}
