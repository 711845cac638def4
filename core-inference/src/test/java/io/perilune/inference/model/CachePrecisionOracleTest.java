package io.perilune.inference.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perilune.gguf.GgufFile;
import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cache in groups of bytes keeps logits near those of half floats, for all recorded models. */
class CachePrecisionOracleTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("perilune.oracle", "../../shared/oracle")).resolve("model");
  private static final int CHUNK = 50;
  private static final int LENGTH_MAX = 100;

  /**
   * Of logits with a standard deviation of about 3; measured are 0.01 to 0.03, and up to 0.08 where
   * random experts are chosen. The median over the positions, since a small difference may choose
   * another expert and then becomes a large one.
   */
  private static final double MEDIAN_RMS_MAX = 0.15;

  private final List<String> mismatches = new ArrayList<>();
  private int checked;

  @Test
  void bytesAreNearHalfFloats() throws IOException {
    assumeTrue(Files.exists(FOLDER.resolve("logits.json")), () -> "no records in " + FOLDER);
    LogitsRecords records = new LogitsRecords(FOLDER);
    int[] tokens = longest(records);
    try (Workers workers = new Workers(2)) {
      for (LogitsRecords.Model model : records.models()) {
        GgufFile file = GgufFile.open(model.file());
        if (cacheable(file)) {
          check(model.name(), file, workers, tokens);
        } else {
          file.close();
        }
      }
    }
    System.out.printf(
        "Q8_0 cache: records checked %d / mismatches %d%n", checked, mismatches.size());
    assertTrue(checked > 0, "no record of a model whose rows are whole groups");
    assertEquals(List.of(), mismatches);
  }

  private static int[] longest(LogitsRecords records) {
    return records.sequences().values().stream()
        .filter(tokens -> tokens.length <= LENGTH_MAX)
        .max((a, b) -> Integer.compare(a.length, b.length))
        .orElseThrow();
  }

  private static boolean cacheable(GgufFile file) {
    if (!ModelConfig.supportedArchitectures()
        .contains(file.metadata().requireString("general.architecture"))) {
      return false;
    }
    return ModelConfig.read(file).layers().stream()
        .allMatch(layer -> layer.attention().cachePiece() % Precision.Q8_0.groupSize() == 0);
  }

  private void check(String name, GgufFile file, Workers workers, int[] tokens) {
    try (LanguageModel model =
        LanguageModels.load(
            file, KernelProvider.fastest(), workers, new LoadOptions(CHUNK, CHUNK))) {
      float[] half = logits(model, tokens, Precision.F16);
      float[] bytes = logits(model, tokens, Precision.Q8_0);
      double median = medianRms(half, bytes, model.vocabularySize());
      System.out.printf("%-24s Q8_0 against F16 cache: median rms %.4f%n", name, median);
      checked++;
      if (!(median <= MEDIAN_RMS_MAX)) {
        mismatches.add(name + ": median rms " + median);
      }
    }
  }

  private static float[] logits(LanguageModel model, int[] tokens, Precision precision) {
    try (TokenRunner runner = new TokenRunner(model, tokens.length, precision)) {
      return runner.run(tokens, CHUNK);
    }
  }

  private static double medianRms(float[] a, float[] b, int vocabulary) {
    double[] rms = new double[a.length / vocabulary];
    for (int position = 0; position < rms.length; position++) {
      double sum = 0;
      for (int i = position * vocabulary; i < (position + 1) * vocabulary; i++) {
        sum += (double) (a[i] - b[i]) * (a[i] - b[i]);
      }
      rms[position] = Math.sqrt(sum / vocabulary);
    }
    Arrays.sort(rms);
    return rms[rms.length / 2];
  }
}
