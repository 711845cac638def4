package io.perilune.gguf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is read back unchanged. */
class GgufRoundTripTest {
  @Property(tries = 200)
  void valuesOfEveryType(
      @ForAll("text") String text,
      @ForAll boolean flag,
      @ForAll long integer,
      @ForAll double number,
      @ForAll("texts") List<String> texts,
      @ForAll @Size(max = 20) boolean[] flags,
      @ForAll @Size(max = 20) float[] floats) {
    GgufWriter writer =
        new GgufWriter()
            .string("string", text)
            .bool("bool", flag)
            .integer("integer", GgufValueType.INT64, integer)
            .number("double", GgufValueType.FLOAT64, number)
            .number("float", GgufValueType.FLOAT32, number)
            .strings("strings", texts)
            .bools("bools", flags)
            .floats("floats", floats);
    try (GgufFile file = TestFiles.open(writer)) {
      GgufMetadata metadata = file.metadata();
      assertEquals(
          List.of("string", "bool", "integer", "double", "float", "strings", "bools", "floats"),
          List.copyOf(metadata.keys()));
      assertEquals(Optional.of(text), metadata.string("string"));
      assertEquals(Optional.of(flag), metadata.bool("bool"));
      assertEquals(OptionalLong.of(integer), metadata.integer("integer"));
      assertEquals(OptionalDouble.of(number), metadata.number("double"));
      assertEquals(OptionalDouble.of((float) number), metadata.number("float"));
      assertEquals(Optional.of(texts), metadata.strings("strings"));
      long[] bits = metadata.integers("bools").orElseThrow();
      assertEquals(flags.length, bits.length);
      for (int i = 0; i < flags.length; i++) {
        assertEquals(flags[i] ? 1 : 0, bits[i]);
      }
      assertArrayEquals(floats, metadata.floats("floats").orElseThrow());
    }
  }

  @Property(tries = 200)
  void integersOfEveryWidth(@ForAll("integerTypes") GgufValueType type, @ForAll long seed) {
    long value =
        type.bytes() == Long.BYTES
            ? Math.max(seed, type.min())
            : type.min() + Math.floorMod(seed, type.max() - type.min() + 1);
    GgufWriter writer =
        new GgufWriter()
            .integer("one", type, value)
            .integers("many", type, type.min(), value, type.max());
    try (GgufFile file = TestFiles.open(writer)) {
      GgufMetadata metadata = file.metadata();
      assertEquals(OptionalLong.of(value), metadata.integer("one"));
      assertEquals(OptionalDouble.of(value), metadata.number("one"));
      assertArrayEquals(
          new long[] {type.min(), value, type.max()}, metadata.integers("many").orElseThrow());
    }
  }

  @Property(tries = 200)
  void tensorsOfEveryType(
      @ForAll @Size(min = 1, max = 5) List<GgmlType> types,
      @ForAll @IntRange(min = 1, max = 3) int blocks,
      @ForAll @IntRange(min = 1, max = 5) int rows,
      @ForAll @IntRange(min = 3, max = 12) int alignmentBits) {
    GgufWriter writer = new GgufWriter().alignment(1 << alignmentBits);
    List<byte[]> contents = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      GgmlType type = types.get(i);
      long columns = (long) blocks * type.blockSize();
      byte[] content = new byte[(int) type.rowBytes(columns) * rows];
      for (int j = 0; j < content.length; j++) {
        content[j] = (byte) (i * 31 + j);
      }
      contents.add(content);
      writer.tensor(
          "blk." + i + ".weight",
          type,
          List.of(columns, (long) rows),
          MemorySegment.ofArray(content));
    }
    try (GgufFile file = TestFiles.open(writer)) {
      assertEquals(types, file.tensors().stream().map(TensorInfo::type).toList());
      for (int i = 0; i < types.size(); i++) {
        TensorInfo tensor = file.tensor("blk." + i + ".weight").orElseThrow();
        assertEquals(0, tensor.offset() % (1 << alignmentBits));
        assertEquals((long) rows, tensor.dimension(1));
        assertArrayEquals(contents.get(i), file.data(tensor).toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  @Test
  void dataIsReadOnlyAndOnlyOfThisFile() {
    GgufFile file = TestFiles.open(new GgufWriter().tensor("a", List.of(2L), 1, 2));
    TensorInfo tensor = file.tensor("a").orElseThrow();
    assertTrue(file.data(tensor).isReadOnly());
    GgufFile other = TestFiles.open(new GgufWriter().tensor("a", List.of(3L), 1, 2, 3));
    assertThrows(IllegalArgumentException.class, () -> other.data(tensor));
    file.close();
    assertThrows(IllegalStateException.class, () -> file.data(tensor));
  }

  @Test
  void aFileReplacesAnotherWholly(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("model.gguf");
    new GgufWriter().string("general.name", "old").write(path);
    new GgufWriter().string("general.name", "new").write(path);
    try (GgufFile file = GgufFile.open(path)) {
      assertEquals("model.gguf", file.name());
      assertEquals(Files.size(path), file.size());
      assertEquals("new", file.metadata().requireString("general.name"));
    }
    assertEquals(List.of(path), list(folder));
  }

  @Test
  void aFailedWriteLeavesTheOldFileAndNoOther(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("model.gguf");
    Files.createDirectories(path.resolve("not-empty"));
    GgufWriter writer = new GgufWriter().string("general.name", "new");
    assertThrows(IOException.class, () -> writer.write(path));
    assertEquals(List.of(path), list(folder));
  }

  @Test
  void theWriterRefusesWhatTheReaderWould() {
    GgufWriter writer = new GgufWriter().string("key", "").tensor("a", List.of(1L), 1);
    refused(() -> writer.string("key", "again"));
    refused(() -> writer.string("", "no name"));
    refused(() -> writer.string("line\nfeed", ""));
    refused(() -> writer.string("half", "\ud800"));
    refused(() -> writer.integer("wide", GgufValueType.UINT8, 256));
    refused(() -> writer.integer("negative", GgufValueType.UINT64, -1));
    refused(() -> writer.integer("float", GgufValueType.FLOAT32, 1));
    refused(() -> writer.number("integer", GgufValueType.INT32, 1));
    refused(() -> writer.alignment(48));
    refused(() -> writer.tensor("a", List.of(1L), 1));
    refused(() -> writer.tensor("b", List.of(2L), 1));
    refused(() -> writer.tensor("c", List.of(0L)));
    refused(() -> writer.tensor("d", List.of(1L, 1L, 1L, 1L, 1L), 1));
    refused(() -> writer.tensor("e".repeat(65), List.of(1L), 1));
  }

  private static void refused(Runnable call) {
    assertThrows(IllegalArgumentException.class, call::run);
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Provide
  Arbitrary<String> text() {
    return Arbitraries.strings()
        .all()
        .excludeChars(surrogates())
        .ofMaxLength(40)
        .map(text -> text + "\ud83c\udf19");
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return text().list().ofMaxSize(20);
  }

  @Provide
  Arbitrary<GgufValueType> integerTypes() {
    return Arbitraries.of(GgufValueType.class).filter(GgufValueType::isInteger);
  }

  private static char[] surrogates() {
    char[] surrogates = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
    for (int i = 0; i < surrogates.length; i++) {
      surrogates[i] = (char) (Character.MIN_SURROGATE + i);
    }
    return surrogates;
  }
}
