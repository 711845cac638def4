package io.perilune.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufFileTest {
  private static final long HUGE_ROWS = 3;
  private static final long HUGE_COLUMNS = 1L << 28;

  @TempDir Path folder;

  @Test
  void tensorsBeyond4GiBAreReached() throws IOException {
    Path path = folder.resolve("huge.gguf");
    LittleEndianBytes header = TestFiles.header(2, 0);
    long hugeBytes = HUGE_COLUMNS * HUGE_ROWS * Float.BYTES * 2;
    tensor(header, "huge", 0, HUGE_COLUMNS, HUGE_ROWS * 2);
    tensor(header, "last", hugeBytes, 1);
    byte[] bytes = header.toByteArray();
    long dataStart = (bytes.length + 31) / 32 * 32;
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(bytes);
      file.seek(dataStart + hugeBytes);
      file.write(new LittleEndianBytes().int32(Float.floatToIntBits(1.5f)).toByteArray());
    }
    try (GgufFile file = GgufFile.open(path)) {
      assertTrue(file.size() > 6L << 30);
      TensorInfo last = file.tensor("last").orElseThrow();
      assertEquals(1.5f, file.data(last).get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0));
      MemorySegment huge = file.data(file.tensor("huge").orElseThrow());
      assertEquals(0, huge.get(ValueLayout.JAVA_FLOAT_UNALIGNED, hugeBytes - Float.BYTES));
      assertThrows(
          IndexOutOfBoundsException.class, () -> huge.get(ValueLayout.JAVA_BYTE, hugeBytes));
    }
  }

  @Test
  void version2IsRead() {
    byte[] bytes = TestFiles.bytes(new GgufWriter().string("general.name", "old"));
    bytes[4] = 2;
    assertEquals("old", TestFiles.open(bytes).metadata().requireString("general.name"));
  }

  @Test
  void whatIsNoFileIsAnInputError() {
    assertThrows(NoSuchFileException.class, () -> GgufFile.open(folder.resolve("absent.gguf")));
    IOException error = assertThrows(IOException.class, () -> GgufFile.open(folder));
    assertTrue(error.getMessage().contains("is not a file"), error.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "<!DOCTYPE html><title>404</title>, HTML page",
    "version https://git-lfs.github.com/spec/v1, Git LFS",
    "12345678{\"__metadata__\":{}}, safetensors",
    "PK\u0003\u0004 archive data, ZIP",
    "GGJT and what follows, older than GGUF",
    "anything else at all, download it again"
  })
  void otherFilesAreToldByTheirStart(String content, String hint) throws IOException {
    Path path = Files.writeString(folder.resolve("m.gguf"), content, StandardCharsets.ISO_8859_1);
    refused("m.gguf: the magic at byte 0", () -> GgufFile.open(path));
    refused(hint, () -> GgufFile.open(path));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 34, 35, 36, 202, 344, 9, 27})
  void knownTypesThatCannotBeReadAreNamed(int id) {
    String message =
        refused("tensor 't' at byte", () -> TestFiles.open(oneTensor(id))).getMessage();
    assertTrue(message.matches(".*is of the type [A-Z0-9_]+ \\(" + id + "\\), which.*"), message);
    assertTrue(message.contains("Use "), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 5000, Integer.MAX_VALUE})
  void unknownTypesAreToldByTheirId(int id) {
    refused("unknown type " + Integer.toUnsignedString(id), () -> TestFiles.open(oneTensor(id)));
  }

  @ParameterizedTest
  @EnumSource
  void noTypeIsBothReadAndExplainedAway(GgmlType type) {
    assertTrue(UnsupportedTensorTypes.explain(type.id()).contains("unknown"), type.name());
  }

  @Test
  void tensorsThatShareBytesAreRefused() {
    LittleEndianBytes header = TestFiles.header(2, 0);
    tensor(header, "a", 32, 16);
    tensor(header, "b", 64, 16);
    byte[] content = header.raw(new byte[256]).toByteArray();
    refused("tensor 'b' at byte 82 shares bytes with tensor 'a'", () -> TestFiles.open(content));
  }

  private static LittleEndianBytes oneTensor(int typeId) {
    return TestFiles.header(1, 0)
        .string("t")
        .int32(1)
        .int64(256)
        .int32(typeId)
        .int64(0)
        .raw(new byte[4096]);
  }

  private static void tensor(LittleEndianBytes header, String name, long offset, long... shape) {
    header.string(name).int32(shape.length);
    for (long dimension : shape) {
      header.int64(dimension);
    }
    header.int32(GgmlType.F32.id()).int64(offset);
  }

  private static GgufFormatException refused(String text, Executable call) {
    GgufFormatException error = assertThrows(GgufFormatException.class, call);
    assertTrue(error.getMessage().contains(text), error.getMessage());
    return error;
  }
}
