package io.perilune.inference.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perilune.gguf.GgufFile;
import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache;
import io.perilune.inference.kv.KvSequence;
import io.perilune.inference.model.Batch;
import io.perilune.inference.model.LanguageModel;
import io.perilune.inference.model.LanguageModels;
import io.perilune.inference.model.LoadOptions;
import io.perilune.inference.model.ModelConfig;
import io.perilune.inference.sampling.SamplingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every recorded model of a supported kind says the same with drafts and without. Sums over more
 * tokens at once are rounded otherwise, so where two tokens are equally good but for rounding, both
 * are right, and what follows is not compared.
 */
class SpeculationOracleTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("perilune.oracle", "../../shared/oracle")).resolve("model/models");

  private static final int STREAMS = 8;
  private static final int OUTPUT = 48;
  private static final int CONTEXT = 512;
  private static final int PIECE = 40;

  /** The largest error of a logit, by the span of all. */
  private static final double ROUNDING = 2e-4;

  private final List<String> mismatches = new ArrayList<>();
  private int checked;
  private long accepted;
  private long drafted;

  @Test
  void saysTheSameWithDraftsAndWithout() throws Exception {
    assumeTrue(Files.isDirectory(FOLDER), () -> "no models in " + FOLDER);
    try (Workers workers = new Workers(2)) {
      for (Path path : models()) {
        check(path, workers);
      }
    }
    System.out.printf(
        "speculation: records checked %d / mismatches %d; %d of %d drafted tokens accepted%n",
        checked, mismatches.size(), accepted, drafted);
    assertTrue(checked > 0, "no model of a supported kind");
    assertEquals(List.of(), mismatches);
  }

  /** All files but those of split models that are not the first. */
  private static List<Path> models() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.getFileName().toString().matches("((?!-of-).)*|.*-00001-of-.*"))
          .sorted()
          .toList();
    }
  }

  private void check(Path path, Workers workers) throws Exception {
    try (GgufFile file = GgufFile.open(path)) {
      String architecture = file.metadata().requireString("general.architecture");
      if (!ModelConfig.supportedArchitectures().contains(architecture)) {
        return;
      }
    }
    List<int[]> without;
    try (LocalEngine engine = engine(path, workers, 0)) {
      without = outputs(engine);
    }
    List<int[]> with;
    try (LocalEngine engine = engine(path, workers, EngineOptions.DEFAULT_DRAFT_MAX)) {
      with = outputs(engine);
      accepted += engine.metrics().acceptedTokens();
      drafted += engine.metrics().draftTokens();
    }
    checked++;
    for (int i = 0; i < without.size(); i++) {
      if (greedy(i) && !sameButForTies(path, workers, prompt(i), without.get(i), with.get(i))) {
        mismatches.add(path.getFileName() + ", stream " + i);
      }
    }
  }

  private static boolean sameButForTies(
      Path path, Workers workers, int[] prompt, int[] expected, int[] actual) throws Exception {
    int differs = Arrays.mismatch(expected, actual);
    if (differs < 0) {
      return true;
    }
    if (differs == expected.length || differs == actual.length) {
      return false;
    }
    float[] logits = logits(path, workers, prompt, Arrays.copyOf(expected, differs));
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      least = Math.min(least, logit);
      most = Math.max(most, logit);
    }
    float distance = Math.abs(logits[expected[differs]] - logits[actual[differs]]);
    return distance <= ROUNDING * (most - least);
  }

  /** The logits after a prompt and the beginning of its output. */
  private static float[] logits(Path path, Workers workers, int[] prompt, int[] output)
      throws IOException {
    int length = prompt.length + output.length;
    try (LanguageModel model =
            LanguageModels.load(
                GgufFile.open(path),
                KernelProvider.fastest(),
                workers,
                new LoadOptions(length, 1));
        KvCache cache = model.newCache(length, KvCache.Precision.F16);
        KvSequence sequence = cache.open()) {
      assertTrue(sequence.reserve(length));
      Batch batch = new Batch(length);
      for (int i = 0; i < length; i++) {
        int token = i < prompt.length ? prompt[i] : output[i - prompt.length];
        batch.add(sequence, i, token, i == length - 1);
      }
      float[] logits = new float[model.vocabularySize()];
      model.forward(batch, logits);
      return logits;
    }
  }

  private static LocalEngine engine(Path path, Workers workers, int draftMax) throws IOException {
    EngineOptions options =
        new EngineOptions(
            STREAMS,
            STREAMS,
            64,
            CONTEXT,
            STREAMS * CONTEXT,
            KvCache.Precision.F16,
            OUTPUT,
            OUTPUT,
            draftMax,
            Duration.ZERO);
    LanguageModel model =
        LanguageModels.load(
            GgufFile.open(path),
            KernelProvider.fastest(),
            workers,
            new LoadOptions(options.batchCapacity(), options.logitsCapacity()));
    return new LocalEngine(model, options);
  }

  /** Eight streams, half of them greedy, whose prompts repeat themselves; then two again. */
  private static List<int[]> outputs(LocalEngine engine) throws InterruptedException {
    List<int[]> outputs = new ArrayList<>();
    for (int streams : new int[] {STREAMS, 2}) {
      List<Generation> generations = new ArrayList<>();
      for (int i = 0; i < streams; i++) {
        generations.add(engine.submit(request(prompt(i), i)));
      }
      for (Generation generation : generations) {
        outputs.add(Outputs.of(generation).tokens());
      }
    }
    return outputs;
  }

  /** Those of the second round begin again with the first. */
  private static int[] prompt(int stream) {
    int[] prompt = new Random(stream % STREAMS / 2).ints(PIECE, 0, 100).toArray();
    prompt = Arrays.copyOf(prompt, 2 * PIECE);
    System.arraycopy(prompt, 0, prompt, PIECE, PIECE);
    return prompt;
  }

  private static boolean greedy(int stream) {
    return stream % STREAMS % 2 == 0;
  }

  private static GenerationRequest request(int[] prompt, int seed) {
    SamplingOptions sampling = new SamplingOptions(greedy(seed) ? 0 : 1, 0, 1, 0, seed);
    Origin origin = new Origin("owner " + seed % 2, Optional.empty());
    return new GenerationRequest(
        prompt, OUTPUT, new int[0], sampling, Optional.empty(), origin, Optional.empty());
  }
}
