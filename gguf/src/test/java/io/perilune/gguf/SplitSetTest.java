package io.perilune.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitSetTest {
  private static final int PARTS = 3;

  @TempDir Path folder;

  @BeforeEach
  void writeSet() throws IOException {
    for (int i = 0; i < PARTS; i++) {
      part(i).write(path(i));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void anyPartOpensTheWholeSet(int given) throws IOException {
    try (GgufFile file = GgufFile.open(path(given))) {
      assertEquals("m-00001-of-00003.gguf", file.name());
      assertEquals(
          List.of("m-00001-of-00003.gguf", "m-00002-of-00003.gguf", "m-00003-of-00003.gguf"),
          file.partNames());
      assertEquals("llama", file.metadata().requireString("general.architecture"));
      assertEquals(
          List.of("t0", "t1", "t2"), file.tensors().stream().map(TensorInfo::name).toList());
      for (TensorInfo tensor : file.tensors()) {
        assertEquals("t" + tensor.part(), tensor.name());
        MemorySegment data = file.data(tensor);
        assertEquals(tensor.part(), data.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0));
      }
      long size = Files.size(path(0)) + Files.size(path(1)) + Files.size(path(2));
      assertEquals(size, file.size());
    }
  }

  /** The digits of some locales are not those of file names. */
  @ParameterizedTest
  @ValueSource(strings = {"fa", "ar-EG", "hi-IN-u-nu-deva"})
  void namesOfPartsAreTheSameInAllLocales(String locale) throws IOException {
    Path part = path(1);
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(locale));
    try (GgufFile file = GgufFile.open(part)) {
      assertEquals("m-00003-of-00003.gguf", file.partNames().getLast());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theFirstPartMayHoldNoTensors() throws IOException {
    keys(0, 2).string("general.architecture", "llama").write(path(0));
    keys(1, 2).tensor("t1", List.of(1L), 1).write(path(1));
    keys(2, 2).tensor("t2", List.of(1L), 2).write(path(2));
    try (GgufFile file = GgufFile.open(path(0))) {
      assertEquals(2, file.tensors().size());
      assertEquals(1, file.tensor("t1").orElseThrow().part());
    }
  }

  @Test
  void missingPartsAreNamed() throws IOException {
    Files.delete(path(1));
    refused(path(0), "m-00002-of-00003.gguf", "Download all parts");
    Files.delete(path(0));
    refused(path(2), "split.no", "m-00001-of-00003.gguf, m-00002-of-00003.gguf");
  }

  @Test
  void aRenamedPartIsRefused() throws IOException {
    Path renamed = Files.move(path(0), folder.resolve("renamed.gguf"));
    refused(renamed, "split.count", "-00001-of-00003.gguf");
  }

  @Test
  void swappedPartsAreRefused() throws IOException {
    Path aside = Files.move(path(1), folder.resolve("aside"));
    Files.move(path(2), path(1));
    Files.move(aside, path(2));
    refused(path(0), "m-00002-of-00003.gguf", "split.no", "part 3");
    refused(path(1), "m-00002-of-00003.gguf", "split.no", "part 3");
  }

  @Test
  void aCountThatTheNameContradictsIsRefused() throws IOException {
    part(0).write(folder.resolve("m-00001-of-00002.gguf"));
    refused(folder.resolve("m-00001-of-00002.gguf"), "split.count", "is 3", "2 parts");
  }

  @Test
  void aPartOfASetOfAnotherSizeIsRefused() throws IOException {
    new GgufWriter()
        .integer("split.no", GgufValueType.UINT16, 1)
        .integer("split.count", GgufValueType.UINT16, 4)
        .write(path(1));
    refused(path(0), "m-00002-of-00003.gguf", "split.count", "is 4");
  }

  @Test
  void aPartOfAnotherModelIsRefused() throws IOException {
    part(2).string("general.architecture", "qwen2").write(path(2));
    refused(path(0), "m-00003-of-00003.gguf", "general.architecture", "'qwen2'", "'llama'");
  }

  @Test
  void aTensorInTwoPartsIsRefused() throws IOException {
    keys(2, PARTS).tensor("t1", List.of(1L), 1).write(path(2));
    refused(path(0), "m-00003-of-00003.gguf", "tensor 't1'", "m-00002-of-00003.gguf");
  }

  @Test
  void aWrongTotalOfTensorsIsRefused() throws IOException {
    keys(1, PARTS).write(path(1));
    refused(path(0), "split.tensors.count", "is 3", "hold 2");
  }

  @Test
  void aPartAloneInMemoryIsRefused() {
    GgufFormatException error =
        assertThrows(GgufFormatException.class, () -> TestFiles.open(part(0)));
    assertTrue(error.getMessage().contains("split.count"), error.getMessage());
  }

  @Test
  void aSetOfOnePartNeedsNoName() throws IOException {
    Path path = folder.resolve("single.gguf");
    new GgufWriter().integer("split.count", GgufValueType.UINT16, 1).write(path);
    try (GgufFile file = GgufFile.open(path)) {
      assertEquals(List.of("single.gguf"), file.partNames());
    }
  }

  private static void refused(Path path, String... named) {
    GgufFormatException error =
        assertThrows(GgufFormatException.class, () -> GgufFile.open(path).close());
    for (String text : named) {
      assertTrue(error.getMessage().contains(text), error.getMessage());
    }
  }

  private Path path(int part) {
    return folder.resolve(String.format("m-%05d-of-%05d.gguf", part + 1, PARTS));
  }

  private static GgufWriter part(int part) {
    GgufWriter writer = keys(part, PARTS).tensor("t" + part, List.of(1L), part);
    return part == 0 ? writer.string("general.architecture", "llama") : writer;
  }

  private static GgufWriter keys(int part, int tensors) {
    return new GgufWriter()
        .integer("split.no", GgufValueType.UINT16, part)
        .integer("split.count", GgufValueType.UINT16, PARTS)
        .integer("split.tensors.count", GgufValueType.INT32, tensors);
  }
}
