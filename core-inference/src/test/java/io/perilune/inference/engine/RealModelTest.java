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

/** Neither neighbours nor cached prefixes nor drafts change what a real model says. */
class RealModelTest {
  private static final int STREAMS = 8;
  private static final int OUTPUT = 24;
  private static final int CONTEXT = 1024;

  private static final List<Workers> WORKERS = new ArrayList<>();

  private static LocalEngine engine;
  private static LocalEngine drafting;
  private static int vocabularySize;
  private static int owners;

  @BeforeContainer
  static void load() throws Exception {
    engine = engine(0);
    drafting = engine(EngineOptions.DEFAULT_DRAFT_MAX);
  }

  private static LocalEngine engine(int draftMax) throws Exception {
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
    Workers workers = new Workers(2);
    GgufFile file = GgufFile.of(DemoModel.load(Arena.ofAuto()), DemoModel.FILE_NAME);
    LanguageModel model =
        LanguageModels.load(
            file,
            KernelProvider.fastest(),
            workers,
            new LoadOptions(options.batchCapacity(), options.logitsCapacity()));
    WORKERS.add(workers);
    vocabularySize = model.vocabularySize();
    return new LocalEngine(model, options);
  }

  @AfterContainer
  static void close() {
    engine.close();
    drafting.close();
    WORKERS.forEach(Workers::close);
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
      alone.add(Outputs.of(submit(engine, newOwner(), prompt)).tokens());
    }
    List<Generation> parallel = new ArrayList<>();
    for (int[] prompt : prompts) {
      parallel.add(submit(engine, newOwner(), prompt));
    }
    for (int i = 0; i < STREAMS; i++) {
      assertArrayEquals(alone.get(i), Outputs.of(parallel.get(i)).tokens());
    }
  }

  @Property(tries = 3)
  void parallelStreamsWithDraftsSayWhatEachSaysWithout(@ForAll long seed)
      throws InterruptedException {
    Random random = new Random(seed);
    List<int[]> prompts = new ArrayList<>();
    List<Generation> parallel = new ArrayList<>();
    String owner = newOwner();
    for (int i = 0; i < STREAMS; i++) {
      // Some begin alike, and all repeat something.
      int[] piece = tokens(new Random(seed + i / 2), 10 + random.nextInt(100));
      int[] prompt = Arrays.copyOf(piece, piece.length + random.nextInt(piece.length));
      System.arraycopy(piece, 0, prompt, piece.length, prompt.length - piece.length);
      prompts.add(prompt);
      parallel.add(submit(drafting, owner, prompt));
    }
    for (int i = 0; i < STREAMS; i++) {
      Outputs without = Outputs.of(submit(engine, newOwner(), prompts.get(i)));
      assertArrayEquals(without.tokens(), Outputs.of(parallel.get(i)).tokens());
    }
    assertTrue(drafting.metrics().draftTokens() > 0);
  }

  @Property(tries = 20)
  void aConversationGoesOnFromACachedPrefixAsFromNothing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 299) int cut)
      throws InterruptedException {
    int[] prompt = tokens(new Random(seed), 300);
    int[] cold = Outputs.of(submit(engine, newOwner(), prompt)).tokens();
    String owner = newOwner();
    Outputs.of(submit(engine, owner, Arrays.copyOf(prompt, cut)));
    Outputs warm = Outputs.of(submit(engine, owner, prompt));
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

  private static Generation submit(LocalEngine engine, String owner, int[] prompt) {
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
