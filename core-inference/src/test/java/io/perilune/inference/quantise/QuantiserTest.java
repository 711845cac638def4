package io.perilune.inference.quantise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgmlType;
import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufFormatException;
import io.perilune.gguf.GgufMetadata;
import io.perilune.gguf.GgufProgress;
import io.perilune.gguf.GgufSplitter;
import io.perilune.gguf.GgufValueType;
import io.perilune.gguf.GgufWriter;
import io.perilune.gguf.TensorInfo;
import io.perilune.inference.kernel.RandomWeights;
import io.perilune.inference.kernel.WeightMatrix;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.quant.WeightEncoder;
import io.perilune.inference.quant.WeightEncoders;
import io.perilune.inference.quant.WeightFormats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuantiserTest {
  private static final String KEY_FILE_TYPE = "general.file_type";

  @TempDir Path folder;
  private final Workers workers = new Workers(3);

  @AfterEach
  void closeWorkers() {
    workers.close();
  }

  /** Rows and parts of rows are decoded and encoded like whole rows, one after the other. */
  @ParameterizedTest
  @EnumSource
  void rowsOfAnyTypeAreEncoded(GgmlType type) throws IOException {
    int rows = 5;
    int columns = 512;
    WeightMatrix weights = RandomWeights.matrix(type, rows, columns, new Random(1));
    Path source = write(type, List.of((long) columns, (long) rows), weights.data());
    for (TargetType target : List.of(TargetType.BF16, TargetType.Q6_K)) {
      assertEncoded(source, target, columns, rows);
    }
  }

  @Test
  void rowsLongerThanAPieceAreEncoded() throws IOException {
    int rows = 3;
    int columns = 70 * 512;
    MemorySegment data = RandomWeights.matrix(GgmlType.IQ4_KS, rows, columns, new Random(1)).data();
    Path source = write(GgmlType.IQ4_KS, List.of((long) columns, (long) rows), data);
    assertEncoded(source, TargetType.Q4_K, columns, rows);
  }

  @Test
  void tensorsLargerThanABatchAreEncoded() throws IOException {
    int rows = 300_000;
    int columns = 32;
    MemorySegment data = RandomWeights.matrix(GgmlType.Q8_0, rows, columns, new Random(1)).data();
    Path source = write(GgmlType.Q8_0, List.of(32L, 100_000L, 3L), data);
    assertEncoded(source, TargetType.F16, columns, rows);
  }

  private void assertEncoded(Path path, TargetType target, int columns, int rows)
      throws IOException {
    Path result = folder.resolve("result.gguf");
    try (GgufFile source = GgufFile.open(path)) {
      TensorInfo tensor = source.tensors().iterator().next();
      QuantisePlan plan = QuantisePlan.of(source, target, List.of(), true);
      Quantiser.write(source, plan, result, true, workers, GgufProgress.NONE);
      WeightEncoder encoder = WeightEncoders.of(target.type());
      long rowBytes = target.type().rowBytes(columns);
      MemorySegment expected = MemorySegment.ofArray(new byte[Math.toIntExact(rows * rowBytes)]);
      if (tensor.type() == target.type()) {
        expected.copyFrom(source.data(tensor));
      } else {
        float[] row = new float[columns];
        for (int r = 0; r < rows; r++) {
          WeightFormats.of(tensor.type())
              .dequantise(
                  source.data(tensor), r * tensor.type().rowBytes(columns), 0, columns, row, 0);
          encoder.encode(row, 0, columns, expected, r * rowBytes);
        }
      }
      try (GgufFile written = GgufFile.open(result)) {
        TensorInfo encoded = written.tensor(tensor.name()).orElseThrow();
        assertEquals(target.type(), encoded.type());
        assertEquals(tensor.shape(), encoded.shape());
        assertEquals(-1, expected.mismatch(written.data(encoded)));
      }
    }
  }

  @Test
  void aSplitSetBecomesOneFileThatSaysWhatItIs() throws IOException {
    Path whole = folder.resolve("whole.gguf");
    new GgufWriter()
        .alignment(128)
        .string("general.architecture", "llama")
        .integer(KEY_FILE_TYPE, GgufValueType.UINT32, 0)
        .tensor("a.weight", List.of(32L, 2L), new float[64])
        .tensor("b_norm.weight", List.of(32L), new float[32])
        .write(whole);
    Path part;
    try (GgufFile file = GgufFile.open(whole)) {
      GgufSplitter.Limits limits = new GgufSplitter.Limits(Long.MAX_VALUE, 1);
      part =
          GgufSplitter.split(file, folder.resolve("part"), limits, false, GgufProgress.NONE)
              .getLast();
    }
    Path result = folder.resolve("result.gguf");
    quantise(part, TargetType.IQ4_NL, result);
    try (GgufFile file = GgufFile.open(result)) {
      GgufMetadata metadata = file.metadata();
      assertEquals("llama", metadata.requireString("general.architecture"));
      assertEquals(25, metadata.requireInteger(KEY_FILE_TYPE));
      assertEquals(2, metadata.requireInteger("general.quantization_version"));
      assertFalse(metadata.contains("split.count"));
      assertEquals(GgmlType.IQ4_NL, file.tensor("a.weight").orElseThrow().type());
      assertEquals(GgmlType.F32, file.tensor("b_norm.weight").orElseThrow().type());
    }
  }

  @Test
  void aWeightThatCannotBeWrittenIsNamedAndNothingRemains() throws IOException {
    float[] weights = new float[3 * 64];
    weights[2 * 64 + 40] = Float.NaN;
    Path source = folder.resolve("nan.gguf");
    new GgufWriter().tensor("a.weight", List.of(64L, 3L), weights).write(source);
    Path result = folder.resolve("result.gguf");
    String message =
        assertThrows(GgufFormatException.class, () -> quantise(source, TargetType.Q8_0, result))
            .getMessage();
    assertTrue(
        message.startsWith("nan.gguf: tensor 'a.weight' cannot be written as Q8_0"), message);
    assertTrue(message.contains("row 2, weight 40 of the row is NaN"), message);
    try (var files = Files.list(folder)) {
      assertEquals(List.of(source), files.toList());
    }
  }

  /** A late error of the cut map may come or not; the result must not. */
  @Test
  void aSourceThatIsCutMeanwhileLeavesNoResult() throws IOException {
    Path source = folder.resolve("cut.gguf");
    new GgufWriter()
        .tensor("a.weight", List.of(1024L, 1024L), new float[1 << 20])
        .tensor("b.weight", List.of(1024L, 1024L), new float[1 << 20])
        .write(source);
    GgufProgress cutting =
        (bytes, total) -> {
          try (FileChannel channel = FileChannel.open(source, StandardOpenOption.WRITE)) {
            channel.truncate(1 << 20);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    try (GgufFile file = GgufFile.open(source)) {
      QuantisePlan plan = QuantisePlan.of(file, TargetType.Q8_0, List.of(), true);
      Path result = folder.resolve("result.gguf");
      Throwable failure =
          assertThrows(
              Throwable.class, () -> Quantiser.write(file, plan, result, false, workers, cutting));
      assertTrue(
          failure instanceof InternalError || failure.getMessage().contains("was changed"),
          failure::toString);
    }
    try (var files = Files.list(folder)) {
      assertEquals(List.of(source), files.toList());
    }
  }

  private void quantise(Path path, TargetType type, Path result) throws IOException {
    try (GgufFile source = GgufFile.open(path)) {
      QuantisePlan plan = QuantisePlan.of(source, type, List.of(), false);
      Quantiser.write(source, plan, result, false, workers, GgufProgress.NONE);
    }
  }

  private Path write(GgmlType type, List<Long> shape, MemorySegment data) throws IOException {
    Path path = folder.resolve("source.gguf");
    new GgufWriter().tensor("a.weight", type, shape, data).write(path);
    return path;
  }
}
