package io.perilune.gguf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a mapped file cannot be changed there")
class ChangedFileTest {
  private static final GgufWriter MODEL = new GgufWriter().tensor("t", List.of(4L), 1, 2, 3, 4);

  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = folder.resolve("m.gguf");
    MODEL.write(path);
  }

  @Test
  void aCutFileIsNoticed() throws IOException {
    try (GgufFile file = GgufFile.open(path);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      assertEquals(Optional.empty(), file.changeInPlace());
      channel.truncate(40);
      String change = file.changeInPlace().orElseThrow();
      assertTrue(change.startsWith("m.gguf was changed"), change);
      assertTrue(change.contains(" to 40 bytes"), change);
    }
  }

  @Test
  void aFileWrittenInPlaceIsNoticed() throws IOException {
    try (GgufFile file = GgufFile.open(path)) {
      Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(10)));
      assertTrue(file.changeInPlace().orElseThrow().contains("was written at"));
    }
  }

  @Test
  void aFileReplacedByRenamingOrDeletedDoesNoHarm() throws IOException {
    try (GgufFile file = GgufFile.open(path)) {
      new GgufWriter().write(path);
      assertEquals(Optional.empty(), file.changeInPlace());
      Files.delete(path);
      assertEquals(Optional.empty(), file.changeInPlace());
      assertEquals(
          16, file.data(file.tensor("t").orElseThrow()).toArray(ValueLayout.JAVA_BYTE).length);
    }
  }
}
