package io.perilune.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening a very large model reads its headers only; the files here are holes after them. */
class LargeFileTest {
  private static final int PARTS = 7;
  private static final long TENSOR_ROWS = 1000;
  private static final long ROW = 1 << 20;
  private static final int TENSORS_PER_PART = 12;
  private static final long MILLIS_MAX = 1000;

  @TempDir Path folder;

  @Test
  void aSetOf350GigabytesOpensAtOnce() throws IOException {
    for (int i = 0; i < PARTS; i++) {
      writePart(i);
    }
    GgufFile.open(path(0)).close();
    long start = System.nanoTime();
    try (GgufFile file = GgufFile.open(path(0))) {
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
      System.out.printf(
          "opening %,d bytes in %d parts: %,d microseconds%n", file.size(), PARTS, micros);
      assertTrue(file.size() > 350_000_000_000L, () -> file.size() + " bytes");
      assertTrue(micros < MILLIS_MAX * 1000, () -> micros + " microseconds");
      TensorInfo last = file.tensor("p6.t11").orElseThrow();
      assertEquals(0, file.data(last).get(ValueLayout.JAVA_BYTE, last.bytes() - 1));
    }
  }

  private void writePart(int part) throws IOException {
    LittleEndianBytes header = TestFiles.header(TENSORS_PER_PART, 2);
    header.string("split.no").int32(GgufValueType.UINT16.id()).integer(part, Short.BYTES);
    header.string("split.count").int32(GgufValueType.UINT16.id()).integer(PARTS, Short.BYTES);
    long bytes = GgmlType.F32.bytes(List.of(ROW, TENSOR_ROWS));
    for (int i = 0; i < TENSORS_PER_PART; i++) {
      header.string("p" + part + ".t" + i).int32(2).int64(ROW).int64(TENSOR_ROWS);
      header.int32(GgmlType.F32.id()).int64(i * bytes);
    }
    byte[] content = header.toByteArray();
    Files.write(path(part), content);
    try (RandomAccessFile file = new RandomAccessFile(path(part).toFile(), "rw")) {
      file.setLength(content.length + GgufLimits.ALIGNMENT_DEFAULT + TENSORS_PER_PART * bytes);
    } catch (IOException e) {
      abort("the file system has no files of this size with holes: " + e.getMessage());
    }
  }

  private Path path(int part) {
    return folder.resolve(String.format("m-%05d-of-%05d.gguf", part + 1, PARTS));
  }
}
