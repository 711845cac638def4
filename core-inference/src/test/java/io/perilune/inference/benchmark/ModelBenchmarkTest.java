package io.perilune.inference.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.demo.DemoModel;
import io.perilune.gguf.GgufFile;
import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache.Precision;
import io.perilune.inference.model.LanguageModel;
import io.perilune.inference.model.LanguageModels;
import io.perilune.inference.model.LoadOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelBenchmarkTest {
  @Test
  void measuresWhatThePlanAsksFor() throws IOException {
    ModelBenchmark.Result both = run(plan(20, 4, 70, 2));
    assertPlausible(both.prefill());
    assertPlausible(both.decode());
    assertEquals(Optional.empty(), run(plan(0, 3, 0, 1)).prefill());
    assertEquals(Optional.empty(), run(plan(9, 0, 0, 1)).decode());
  }

  private static void assertPlausible(Optional<Speed> speed) {
    Speed s = speed.orElseThrow();
    assertTrue(0 < s.least() && s.least() <= s.median() && s.median() <= s.most(), s.toString());
  }

  @Test
  void refusesWhatDoesNotFitTheContext() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> run(plan(1 << 20, 0, 1, 1)));
    assertTrue(e.getMessage().contains("1048577 tokens"), e.getMessage());
  }

  @Test
  void refusesPlansOfNothing() {
    assertThrows(IllegalArgumentException.class, () -> plan(0, 0, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> plan(1, 1, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> plan(1, 1, 0, 0));
  }

  @Test
  void theMedianIsTheMiddle() {
    assertEquals(new Speed(2, 1, 9), Speed.of(new double[] {9, 1, 2}));
    assertEquals(new Speed(2.5, 1, 9), Speed.of(new double[] {9, 1, 3, 2}));
  }

  private static BenchmarkPlan plan(int prompt, int generate, int depth, int streams) {
    return new BenchmarkPlan(prompt, generate, depth, streams, 16, 2, Duration.ZERO, Precision.F16);
  }

  private static ModelBenchmark.Result run(BenchmarkPlan plan) throws IOException {
    GgufFile file = GgufFile.of(DemoModel.load(Arena.ofAuto()), DemoModel.FILE_NAME);
    try (Workers workers = new Workers(2);
        LanguageModel model =
            LanguageModels.load(
                file,
                KernelProvider.fastest(),
                workers,
                new LoadOptions(plan.batchCapacity(), plan.streams()))) {
      return ModelBenchmark.run(model, plan);
    }
  }
}
