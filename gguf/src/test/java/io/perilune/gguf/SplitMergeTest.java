package io.perilune.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitMergeTest {
  private static final int TENSORS = 7;
  private static final int ROW = 256;
  private static final long TENSOR_BYTES = 2L * ROW * Float.BYTES;

  @TempDir Path folder;
  private Path whole;

  @BeforeEach
  void writeWhole() throws IOException {
    whole = folder.resolve("whole.gguf");
    GgufWriter writer =
        new GgufWriter()
            .string("general.architecture", "llama")
            .alignment(128)
            .integers("test.numbers", GgufValueType.INT16, -3, 0, 7)
            .strings("test.words", List.of("a", "", "\u6f22"))
            .number("test.double", GgufValueType.FLOAT64, Math.PI);
    Random random = new Random(1);
    for (int i = 0; i < TENSORS; i++) {
      float[] values = new float[2 * ROW];
      for (int j = 0; j < values.length; j++) {
        values[j] = random.nextFloat();
      }
      writer.tensor("t" + i, List.of((long) ROW, 2L), values);
    }
    writer.write(whole);
  }

  @ParameterizedTest
  @CsvSource({"1000000, 1, 7", "1000000, 3, 3", "4096, 100, 4", "1, 100, 7", "1000000, 100, 1"})
  void partsHoldTheWholeAndMergeIntoTheSameBytes(long bytes, int tensors, int parts)
      throws IOException {
    List<Path> set = split(new GgufSplitter.Limits(bytes, tensors), false);
    assertEquals(parts, set.size());
    try (GgufFile source = GgufFile.open(whole);
        GgufFile split = GgufFile.open(set.getLast())) {
      assertEquals(parts, split.partNames().size());
      for (TensorInfo tensor : source.tensors()) {
        TensorInfo part = split.tensor(tensor.name()).orElseThrow();
        assertEquals(0, part.offset() % 128);
        assertEquals(-1, source.data(tensor).mismatch(split.data(part)));
      }
      GgufMerger.merge(split, folder.resolve("merged.gguf"), false, GgufProgress.NONE);
    }
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(folder.resolve("merged.gguf")));
  }

  @Test
  void partsKeepTheLimits() throws IOException {
    for (Path part : split(new GgufSplitter.Limits(3 * TENSOR_BYTES, 2), false)) {
      GgufFile header = GgufFile.open(part);
      long[] perPart = new long[header.partNames().size()];
      header.tensors().forEach(tensor -> perPart[tensor.part()]++);
      for (long count : perPart) {
        assertTrue(count == 1 || count == 2);
      }
    }
  }

  @Test
  void nothingIsOverwrittenUnlessAllowed() throws IOException {
    GgufSplitter.Limits limits = new GgufSplitter.Limits(Long.MAX_VALUE, 4);
    List<Path> parts = split(limits, false);
    Files.writeString(parts.getLast(), "mine");
    Files.delete(parts.getFirst());
    assertThrows(FileAlreadyExistsException.class, () -> split(limits, false));
    assertEquals("mine", Files.readString(parts.getLast()));
    assertEquals(List.of("part-00002-of-00002.gguf", "whole.gguf"), names());

    split(limits, true);
    GgufFile.open(parts.getFirst()).close();
    try (GgufFile set = GgufFile.open(parts.getFirst())) {
      assertThrows(
          FileAlreadyExistsException.class,
          () -> GgufMerger.merge(set, whole, false, GgufProgress.NONE));
    }
  }

  @Test
  void whatCannotBeAResultIsRefusedBeforeAnyWork() throws IOException {
    GgufSplitter.Limits limits = new GgufSplitter.Limits(1, 1);
    GgufProgress none =
        (bytes, total) -> {
          throw new IllegalStateException("written");
        };
    try (GgufFile source = GgufFile.open(whole)) {
      for (Path prefix : List.of(folder, folder.getRoot(), folder.resolve("missing/part"))) {
        assertThrows(
            FileSystemException.class,
            () -> GgufSplitter.split(source, prefix, limits, true, none));
      }
      for (Path target : List.of(folder, folder.getRoot(), folder.resolve("missing/file"))) {
        assertThrows(FileSystemException.class, () -> GgufMerger.merge(source, target, true, none));
      }
    }
    assertEquals(List.of("whole.gguf"), names());
  }

  @Test
  void whatIsReadIsNeverReplaced() throws IOException {
    GgufSplitter.Limits limits = new GgufSplitter.Limits(Long.MAX_VALUE, 4);
    Path part = split(limits, false).getLast();
    byte[] before = Files.readAllBytes(part);
    Path link = Files.createSymbolicLink(folder.resolve("link.gguf"), part);
    List<String> names = names();
    try (GgufFile source = GgufFile.open(part)) {
      for (Path target : List.of(part, link)) {
        assertRefused(
            target + ": is what is read; give the new file another name",
            () -> GgufMerger.merge(source, target, true, GgufProgress.NONE));
      }
      Path prefix = folder.resolve("part");
      assertRefused(
          "-00001-of-00002.gguf: is what is read; give the new file another name",
          () ->
              GgufSplitter.split(
                  source,
                  prefix,
                  new GgufSplitter.Limits(Long.MAX_VALUE, 5),
                  true,
                  GgufProgress.NONE));
    }
    assertArrayEquals(before, Files.readAllBytes(part));
    assertEquals(names, names());
  }

  @ParameterizedTest
  @ValueSource(longs = {TENSOR_BYTES, 1 << 20})
  void aSourceThatChangesMeanwhileIsToldAndLeavesNoFiles(long newSize) throws IOException {
    GgufProgress changing =
        (bytes, total) -> {
          try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
            channel.truncate(newSize).write(ByteBuffer.allocate(1), newSize - 1);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    try (GgufFile source = GgufFile.open(whole)) {
      assertRefused(
          "whole.gguf was changed while it was in use: its size went from",
          () -> GgufMerger.merge(source, folder.resolve("merged.gguf"), false, changing));
    }
    assertEquals(List.of("whole.gguf"), names());
  }

  @Test
  void aFailureToWriteNamesTheFile() {
    Path target = folder.resolve("full.gguf");
    GgufWriter writer =
        new GgufWriter()
            .tensor(
                "t",
                GgmlType.F32,
                List.of(4L),
                channel -> {
                  throw new IOException("No space left on device");
                });
    assertRefused(
        target + ": cannot be written: No space left on device", () -> writer.write(target));
    assertEquals(List.of("whole.gguf"), names());
  }

  private static void assertRefused(String problem, Executable work) {
    String message = assertThrows(IOException.class, work).getMessage();
    assertTrue(message.contains(problem), message);
  }

  @Test
  void aFailureLeavesNoFiles() {
    GgufProgress failing =
        (bytes, total) -> {
          if (bytes > total / 2) {
            throw new IllegalStateException("stop");
          }
        };
    assertThrows(
        IllegalStateException.class,
        () -> {
          try (GgufFile source = GgufFile.open(whole)) {
            GgufSplitter.split(
                source, folder.resolve("part"), new GgufSplitter.Limits(1, 1), false, failing);
          }
        });
    assertEquals(List.of("whole.gguf"), names());
  }

  @Test
  void progressGrowsToTheTotal() throws IOException {
    List<Long> told = new ArrayList<>();
    try (GgufFile source = GgufFile.open(whole)) {
      GgufSplitter.split(
          source,
          folder.resolve("part"),
          new GgufSplitter.Limits(1, 1),
          false,
          (bytes, total) -> {
            assertEquals(TENSORS * TENSOR_BYTES, total);
            told.add(bytes);
          });
    }
    assertEquals(told.stream().sorted().toList(), told);
    assertEquals(TENSORS * TENSOR_BYTES, told.getLast());
  }

  @Test
  void dataOfAnotherSizeThanAnnouncedIsRefused() {
    GgufWriter writer =
        new GgufWriter()
            .tensor(
                "short",
                GgmlType.F32,
                List.of(4L),
                channel -> channel.write(ByteBuffer.allocate(12)));
    IllegalStateException error =
        assertThrows(IllegalStateException.class, () -> writer.write(folder.resolve("short.gguf")));
    assertEquals("short needs 16 bytes of data, but 12 were written", error.getMessage());
    assertEquals(List.of("whole.gguf"), names());
  }

  @Test
  void limitsMustBePositive() {
    assertThrows(IllegalArgumentException.class, () -> new GgufSplitter.Limits(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new GgufSplitter.Limits(1, 0));
  }

  @Test
  void aCopyInMemoryDoesNotNeedTheFile() throws IOException {
    try (GgufFile copy = GgufFile.open(whole, GgufFile.Storage.IN_MEMORY);
        GgufFile mapped = GgufFile.of(MemorySegment.ofArray(Files.readAllBytes(whole)), "w")) {
      Files.write(whole, new byte[10]);
      assertEquals(Optional.empty(), copy.changeInPlace());
      for (TensorInfo tensor : mapped.tensors()) {
        assertEquals(
            mapped.data(tensor).get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4),
            copy.data(tensor).get(ValueLayout.JAVA_FLOAT_UNALIGNED, 4));
      }
    }
  }

  private List<Path> split(GgufSplitter.Limits limits, boolean overwrite) throws IOException {
    try (GgufFile source = GgufFile.open(whole)) {
      return GgufSplitter.split(
          source, folder.resolve("part"), limits, overwrite, GgufProgress.NONE);
    }
  }

  private List<String> names() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
