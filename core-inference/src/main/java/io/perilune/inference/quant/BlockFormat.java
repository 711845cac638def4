package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.MemorySegment;

/**
 * A format whose rows are blocks that are decoded one by one, after the row's meta bytes if it has
 * any: a factor of the whole row, as a half float (2 bytes) or a float (4 bytes).
 *
 * <p>A read of a mapped file that was cut fails late: the method runs on for a while with any bits
 * in the place of the value. So what is to index a table has to be masked after the read. The
 * compiler drops a mask that only says what the width of the read does, {@code 0xff} of a byte, and
 * the check of the index with it; hence whole bytes that are an index are read several at once.
 */
abstract class BlockFormat implements WeightFormat {
  /** Weights per super-block, and per run of a super-block: most formats have these. */
  static final int SUPER_BLOCK = 256;

  static final int RUN = 32;
  static final int RUNS = SUPER_BLOCK / RUN;

  private final GgmlType type;
  private final int blockSize;
  private final int bytesPerBlock;
  private final int rowMetaBytes;

  BlockFormat(GgmlType type) {
    this.type = type;
    this.blockSize = type.blockSize();
    this.bytesPerBlock = type.bytesPerBlock();
    this.rowMetaBytes = type.rowMetaBytes();
  }

  @Override
  public final GgmlType type() {
    return type;
  }

  @Override
  public final void dequantise(
      MemorySegment source, long offset, int first, int count, float[] out, int outOffset) {
    float rowFactor =
        switch (rowMetaBytes) {
          case Short.BYTES -> LittleEndian.half(source, offset);
          case Float.BYTES -> (float) LittleEndian.FLOAT.get(source, offset);
          default -> 1;
        };
    long block = offset + rowMetaBytes + (long) first / blockSize * bytesPerBlock;
    for (int i = 0; i < count; i += blockSize, block += bytesPerBlock) {
      decodeBlock(source, block, rowFactor, out, outOffset + i);
    }
  }

  /**
   * Decodes one block.
   *
   * @param block where its bytes begin
   * @param rowFactor the factor in the row's meta bytes, 1 if it has none
   */
  abstract void decodeBlock(MemorySegment source, long block, float rowFactor, float[] out, int at);
}
