package io.perilune.inference.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.demo.DemoModel;
import io.perilune.gguf.GgufFile;
import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache;
import io.perilune.inference.model.LanguageModel;
import io.perilune.inference.model.LanguageModels;
import io.perilune.inference.model.LoadOptions;
import io.perilune.inference.sampling.SamplingOptions;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Neither neighbours nor cached prefixes change what a real model says. */
class RealModelTest {
  private static final int STREAMS = 8;
  private static final int OUTPUT = 24;
  private static final int CONTEXT = 1024;

  private static Workers workers;
  private static LocalEngine engine;
  private static int vocabularySize;
  private static int owners;

  @BeforeContainer
  static void load() throws Exception {
    workers = new Workers(2);
    GgufFile file = GgufFile.of(DemoModel.load(Arena.ofAuto()), DemoModel.FILE_NAME);
    LanguageModel model =
        LanguageModels.load(
            file, KernelProvider.fastest(), workers, new LoadOptions(64 + STREAMS, STREAMS));
    vocabularySize = model.vocabularySize();
    engine =
        new LocalEngine(
            model,
            new EngineOptions(
                STREAMS,
                STREAMS,
                64,
                CONTEXT,
                STREAMS * CONTEXT,
                KvCache.Precision.F16,
                OUTPUT,
                OUTPUT,
                Duration.ZERO));
  }

  @AfterContainer
  static void close() {
    engine.close();
    workers.close();
  }

  @Property(tries = 3)
  void parallelStreamsSayWhatEachSaysAlone(@ForAll long seed) throws InterruptedException {
    Random random = new Random(seed);
    List<int[]> prompts = new ArrayList<>();
    for (int i = 0; i < STREAMS; i++) {
      prompts.add(tokens(random, 1 + random.nextInt(300)));
    }
    List<int[]> alone = new ArrayList<>();
    for (int[] prompt : prompts) {
      alone.add(Outputs.of(submit(newOwner(), prompt)).tokens());
    }
    List<Generation> parallel = new ArrayList<>();
    for (int[] prompt : prompts) {
      parallel.add(submit(newOwner(), prompt));
    }
    for (int i = 0; i < STREAMS; i++) {
      assertArrayEquals(alone.get(i), Outputs.of(parallel.get(i)).tokens());
    }
  }

  @Property(tries = 20)
  void aConversationGoesOnFromACachedPrefixAsFromNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 299) int cut)
      throws InterruptedException {
    int[] prompt = tokens(new Random(seed), 300);
    int[] cold = Outputs.of(submit(newOwner(), prompt)).tokens();
    String owner = newOwner();
    Outputs.of(submit(owner, Arrays.copyOf(prompt, cut)));
    Outputs warm = Outputs.of(submit(owner, prompt));
    assertArrayEquals(cold, warm.tokens());
    int cached = warm.finished().stats().cachedTokens();
    assertTrue(cached >= cut - 1, cached + " tokens of " + cut + " were cached");
  }

  private static String newOwner() {
    return "owner " + owners++;
  }

  private static int[] tokens(Random random, int count) {
    return random.ints(count, 0, vocabularySize).toArray();
  }

  private static Generation submit(String owner, int[] prompt) {
    return engine.submit(
        new GenerationRequest(
            prompt,
            OUTPUT,
            new int[0],
            SamplingOptions.GREEDY,
            Optional.empty(),
            new Origin(owner, Optional.empty()),
            Optional.empty()));
  }
}
