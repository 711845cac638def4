package io.perilune.inference.quant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.gguf.GgmlType;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WeightFormatsTest {
  private static final int COLUMNS = 512;

  /** A row of each type but F32 and the checksum of its floats, both by the reference library. */
  @ParameterizedTest
  @MethodSource("rows")
  void decodesARowExactly(GgmlType type, int checksum, byte[] row) {
    assertEquals(type.rowBytes(COLUMNS), row.length);
    float[] weights = new float[COLUMNS];
    WeightFormats.of(type).dequantise(unaligned(row), 3, 0, COLUMNS, weights, 0);
    ByteBuffer bytes = ByteBuffer.allocate(COLUMNS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(weights);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    assertEquals(checksum, (int) crc.getValue());
  }

  @Test
  void aRowOfEachQuantisedTypeIsRecorded() throws IOException {
    assertEquals(
        EnumSet.complementOf(EnumSet.of(GgmlType.F32)),
        rows().map(row -> row.get()[0]).collect(Collectors.toCollection(HashSet::new)));
  }

  @Test
  void aPartOfARowEqualsThatPartOfTheWholeRow() {
    for (GgmlType type : GgmlType.values()) {
      int block = type.blockSize();
      int columns = 5 * block;
      byte[] bytes = new byte[(int) type.rowBytes(columns)];
      new Random(1).nextBytes(bytes);
      MemorySegment segment = unaligned(bytes);
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
  void eachTypeHasItsFormat() {
    for (GgmlType type : GgmlType.values()) {
      assertEquals(type, WeightFormats.of(type).type());
    }
  }

  static Stream<Arguments> rows() throws IOException {
    try (InputStream in = WeightFormatsTest.class.getResourceAsStream("rows.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(line -> line.split("\t"))
          .map(
              fields ->
                  Arguments.of(
                      GgmlType.valueOf(fields[0]),
                      Integer.parseUnsignedInt(fields[1], 16),
                      Base64.getDecoder().decode(fields[2])));
    }
  }

  /** These bytes after three others. */
  private static MemorySegment unaligned(byte[] bytes) {
    MemorySegment segment = Arena.ofAuto().allocate(bytes.length + 3);
    MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 3, bytes.length);
    return segment;
  }
}
