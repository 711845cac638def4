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
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs every recorded model of a supported kind and compares logits and greedy continuations. */
class LogitsOracleTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("perilune.oracle", "../../shared/oracle")).resolve("model");

  private static final double MEDIAN_LIMIT = 2e-4;
  private static final double P95_LIMIT = 2e-3;
  private static final double BEST_TOKEN_SHARE = 0.95;

  /** Below this margin the rounding of sums may choose another expert. */
  private static final double MARGIN_LIMIT = 1e-3;

  /** Below this gap between the two best logits rounding may choose another token. */
  private static final double GREEDY_GAP = 0.01;

  /** Neither a multiple nor a divisor of the cache's blocks. */
  private static final int CHUNK = 50;

  private static final int GREEDY_TOKENS = 32;
  private static final int THREADS = 2;

  private final List<String> mismatches = new ArrayList<>();
  private final List<String> unsupported = new ArrayList<>();
  private int checked;

  @Test
  void agreesWithTheRecordedLogits() throws IOException {
    assumeTrue(Files.exists(FOLDER.resolve("logits.json")), () -> "no records in " + FOLDER);
    LogitsRecords records = new LogitsRecords(FOLDER);
    System.out.printf(
        "%-20s %-7s %-4s %9s %10s %10s %7s %9s%n",
        "model", "tokens", "kv", "positions", "median rms", "p95 rms", "masked", "best");
    try (Workers workers = new Workers(THREADS)) {
      for (LogitsRecords.Model model : records.models()) {
        check(records, model, workers);
      }
    }
    System.out.printf(
        "logits: records checked %d / mismatches %d; not yet supported %d: %s%n",
        checked, mismatches.size(), unsupported.size(), unsupported);
    assertTrue(checked > 0, "no record of a supported model");
    assertEquals(List.of(), mismatches);
  }

  private void check(LogitsRecords records, LogitsRecords.Model model, Workers workers)
      throws IOException {
    GgufFile file = GgufFile.open(model.file());
    if (!supported(file)) {
      unsupported.add(model.name());
      file.close();
      return;
    }
    try (LanguageModel decoder =
        LanguageModels.load(
            file, KernelProvider.fastest(), workers, new LoadOptions(CHUNK, CHUNK))) {
      for (Precision precision : List.of(Precision.F32, Precision.F16)) {
        Distances ofFile = new Distances();
        for (Map.Entry<String, int[]> sequence : records.sequences().entrySet()) {
          ofFile.addAll(
              check(records, model, decoder, precision, sequence.getKey(), sequence.getValue()));
        }
        if (ofFile.positions() > 0) {
          requireClose(model.name() + " " + precision, ofFile);
        }
      }
    }
  }

  private static boolean supported(GgufFile file) {
    return ModelConfig.supportedArchitectures()
        .contains(file.metadata().requireString("general.architecture"));
  }

  private Distances check(
      LogitsRecords records,
      LogitsRecords.Model model,
      LanguageModel decoder,
      Precision precision,
      String sequence,
      int[] tokens)
      throws IOException {
    boolean exact = precision == Precision.F32;
    LogitsRecords.Expected expected =
        exact
            ? records.exact(model, sequence, tokens.length)
            : records.halfPrecision(model, sequence, tokens.length);
    if (expected == null) {
      return new Distances();
    }
    checked++;
    try (TokenRunner runner = new TokenRunner(decoder, tokens.length + GREEDY_TOKENS, precision)) {
      float[] logits = runner.run(tokens, CHUNK);
      Distances distances = Distances.of(logits, expected, decoder.vocabularySize(), MARGIN_LIMIT);
      int agreeing = 0;
      if (exact) {
        agreeing = countBest(logits, LogitsRecords.bestTokens(model, sequence), decoder);
        if (agreeing < BEST_TOKEN_SHARE * tokens.length) {
          mismatches.add(
              model.name() + " " + sequence + ": " + agreeing + " of " + tokens.length + " best");
        }
        checkGreedy(model, sequence, runner, logits);
      }
      System.out.printf(
          "%-20s %-7s %-4s %9d %10.2e %10.2e %7d %9s%n",
          model.name(),
          sequence,
          precision,
          distances.positions(),
          distances.median(),
          distances.quantile(0.95),
          distances.maskedPositions(),
          exact ? agreeing + "/" + tokens.length : "");
      return distances;
    }
  }

  private static int countBest(float[] logits, int[] expected, LanguageModel decoder) {
    int vocabulary = decoder.vocabularySize();
    int agreeing = 0;
    for (int i = 0; i < expected.length; i++) {
      if (TokenRunner.best(logits, i * vocabulary, vocabulary) == expected[i]) {
        agreeing++;
      }
    }
    return agreeing;
  }

  private void checkGreedy(
      LogitsRecords.Model model, String sequence, TokenRunner runner, float[] logits) {
    int[] expected = LogitsRecords.greedy(model, sequence, GREEDY_GAP);
    int[] actual = runner.greedy(runner.last(logits), expected.length);
    if (!Arrays.equals(expected, actual)) {
      int step = Arrays.mismatch(expected, actual);
      mismatches.add(model.name() + " " + sequence + ": greedy differs at step " + step);
    }
  }

  private void requireClose(String name, Distances distances) {
    System.out.printf(
        "%-32s all %9d %10.2e %10.2e %7d (worst masked %.2e)%n",
        name,
        distances.positions(),
        distances.median(),
        distances.quantile(0.95),
        distances.maskedPositions(),
        distances.worstMasked());
    if (!(distances.median() <= MEDIAN_LIMIT && distances.quantile(0.95) <= P95_LIMIT)) {
      mismatches.add(name + ": median " + distances.median() + ", p95 " + distances.quantile(0.95));
    }
  }
}
