package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A quantised tensor and the floats it stands for.
 *
 * @param quantised its rows
 * @param floats its weights as little-endian floats
 * @param rowBytes bytes per row of {@code quantised}
 */
record QuantRecord(GgmlType type, byte[] quantised, byte[] floats, int rowBytes) {

  /** Where the decoded weights differ from the recorded ones in any bit; empty if nowhere. */
  String difference() {
    int rows = quantised.length / rowBytes;
    int columns = floats.length / Float.BYTES / rows;
    if (type.rowBytes(columns) != rowBytes) {
      return "a row of " + columns + " takes " + type.rowBytes(columns) + " bytes, not " + rowBytes;
    }
    ByteBuffer expected = ByteBuffer.wrap(floats).order(ByteOrder.LITTLE_ENDIAN);
    float[] row = new float[columns];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(quantised.length);
      MemorySegment.copy(quantised, 0, segment, ValueLayout.JAVA_BYTE, 0, quantised.length);
      for (int r = 0; r < rows; r++) {
        WeightFormats.of(type).dequantise(segment, (long) r * rowBytes, 0, columns, row, 0);
        for (int k = 0; k < columns; k++) {
          float wanted = expected.getFloat();
          if (Float.floatToRawIntBits(wanted) != Float.floatToRawIntBits(row[k])) {
            return "row " + r + ", column " + k + " is " + row[k] + ", not " + wanted;
          }
        }
      }
    }
    return "";
  }
}
