package io.perilune.inference.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.demo.DemoModel;
import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufProgress;
import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache.Precision;
import io.perilune.inference.quantise.QuantisePlan;
import io.perilune.inference.quantise.Quantiser;
import io.perilune.inference.quantise.TargetType;
import io.perilune.inference.tokenizer.TextSegment;
import io.perilune.inference.tokenizer.Tokenizers;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A model that was written anew in another type still says nearly the same. Small models suffer
 * much from few bits; logits of a model that was damaged have a distance of 1 and more.
 */
class QuantisedModelTest {
  private static final String TEXT =
      "What is the weather in Paris? Tell me, please, and say what to wear.";

  @TempDir Path folder;
  private final Workers workers = new Workers(2);

  @AfterEach
  void closeWorkers() {
    workers.close();
  }

  @ParameterizedTest
  @CsvSource({"F16, 0.003", "BF16, 0.03", "Q6_K, 0.25", "Q4_K, 0.6"})
  void logitsStayNear(TargetType type, double limit) throws IOException {
    try (GgufFile other = quantise(demo(), type, type.name())) {
      double distance = distance(logits(demo()), logits(other));
      assertTrue(distance <= limit, () -> type + ": " + distance);
    }
  }

  /** Afresh each time: a model closes its file. */
  private static GgufFile demo() throws IOException {
    return GgufFile.of(DemoModel.load(Arena.ofAuto()), DemoModel.FILE_NAME);
  }

  private GgufFile quantise(GgufFile source, TargetType type, String name) throws IOException {
    Path path = folder.resolve(name + ".gguf");
    QuantisePlan plan = QuantisePlan.of(source, type, List.of(), false);
    Quantiser.write(source, plan, path, false, workers, GgufProgress.NONE);
    return GgufFile.open(path);
  }

  private float[] logits(GgufFile file) {
    int[] tokens = Tokenizers.of(file.metadata()).encode(List.of(new TextSegment(TEXT, false)));
    try (LanguageModel model =
            LanguageModels.load(
                file,
                KernelProvider.fastest(),
                workers,
                new LoadOptions(tokens.length, tokens.length));
        TokenRunner runner = new TokenRunner(model, tokens.length, Precision.F32)) {
      return runner.run(tokens, tokens.length);
    }
  }

  /** Root mean square of the differences, as a share of the logits' own. */
  private static double distance(float[] expected, float[] actual) {
    double errors = 0;
    double squares = 0;
    for (int i = 0; i < expected.length; i++) {
      errors += Math.pow(actual[i] - expected[i], 2);
      squares += Math.pow(expected[i], 2);
    }
    return Math.sqrt(errors / squares);
  }
}
