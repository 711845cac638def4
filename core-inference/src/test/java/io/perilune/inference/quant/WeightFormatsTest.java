package io.perilune.inference.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgmlType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WeightFormatsTest {
  private static final int RECORD_ROWS = 16;

  /** Bytes and floats come from the reference library; 16 rows of 512 weights. */
  @ParameterizedTest
  @EnumSource(names = {"Q8_0", "Q4_K", "Q6_K"})
  void decodesARecordExactly(GgmlType type) throws IOException {
    byte[] quantised = resource(type + ".q");
    QuantRecord tensor =
        new QuantRecord(type, quantised, resource(type + ".f32"), quantised.length / RECORD_ROWS);
    assertEquals("", tensor.difference());
  }

  @Test
  void aPartOfARowEqualsThatPartOfTheWholeRow() {
    for (GgmlType type : WeightFormats.supported()) {
      int block = type.blockSize();
      int columns = 5 * block;
      byte[] bytes = new byte[(int) type.rowBytes(columns) + 3];
      new Random(1).nextBytes(bytes);
      MemorySegment segment = Arena.ofAuto().allocate(bytes.length);
      MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
      float[] row = new float[columns];
      WeightFormats.of(type).dequantise(segment, 3, 0, columns, row, 0);
      float[] part = new float[2 * block + 1];
      WeightFormats.of(type).dequantise(segment, 3, 2 * block, 2 * block, part, 1);
      assertArrayEquals(
          Arrays.copyOfRange(row, 2 * block, 4 * block),
          Arrays.copyOfRange(part, 1, part.length),
          type.name());
    }
  }

  @Test
  void eachFormatIsRegisteredUnderItsType() {
    for (GgmlType type : WeightFormats.supported()) {
      assertEquals(type, WeightFormats.of(type).type());
    }
  }

  @Test
  void anUnsupportedTypeIsNamedWithTheSupportedOnes() {
    for (GgmlType type : GgmlType.values()) {
      if (!WeightFormats.supported().contains(type)) {
        String message =
            assertThrows(IllegalArgumentException.class, () -> WeightFormats.of(type)).getMessage();
        assertTrue(message.contains(type.name()) && message.contains("Q4_K"), message);
      }
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = WeightFormatsTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }
}
