package io.perilune.inference.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.kv.KvCache;
import io.perilune.inference.sampling.SamplingOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Many clients at once, of all manners: patient, slow, gone. */
class LocalEnginePropertyTest {
  private static final int CONTEXT = 400;
  private static final int CLIENTS = 12;

  /** What a client asked for and what came back. */
  private record Served(int[] prompt, int maxTokens, Outputs outputs, boolean cancelled) {}

  @Property(tries = 150)
  void everyClientIsServedAsIfItWereAlone(@ForAll long seed) throws Exception {
    List<Served> all = serve(seed, -1);
    for (Served served : all) {
      int[] expected = expected(served);
      int[] tokens = served.outputs().tokens();
      StopCause cause = served.outputs().cause();
      if (cause == StopCause.LENGTH) {
        assertArrayEquals(expected, tokens);
      } else {
        assertEquals(StopCause.CANCELLED, cause);
        assertTrue(served.cancelled());
        assertArrayEquals(Arrays.copyOf(expected, tokens.length), tokens);
      }
    }
  }

  @Property(tries = 40)
  void everyGenerationEndsWhenThePassesFail(@ForAll long seed) throws Exception {
    for (Served served : serve(seed, (int) Math.floorMod(seed, 40L))) {
      int[] tokens = served.outputs().tokens();
      assertArrayEquals(Arrays.copyOf(expected(served), tokens.length), tokens);
    }
  }

  private static int[] expected(Served served) {
    int count = Math.min(served.maxTokens(), CONTEXT - served.prompt().length);
    return FakeModel.expected(served.prompt(), count);
  }

  /** Runs the clients and checks that no block and no slot is lost. */
  private static List<Served> serve(long seed, int failingPass) throws Exception {
    FakeModel model = new FakeModel(CONTEXT, 16);
    EngineOptions options =
        new EngineOptions(
            3,
            CLIENTS,
            8,
            CONTEXT,
            2 * CONTEXT,
            KvCache.Precision.F32,
            4096,
            256,
            0,
            Duration.ZERO);
    List<Served> all = new ArrayList<>();
    try (LocalEngine engine = new LocalEngine(model, options);
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      if (failingPass >= 0) {
        model.failAfter(failingPass);
      }
      Random random = new Random(seed);
      List<Future<Served>> served = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        long clientSeed = random.nextLong();
        served.add(clients.submit(() -> client(engine, new Random(clientSeed))));
      }
      for (Future<Served> future : served) {
        Served result = future.get();
        if (result != null) {
          all.add(result);
        }
      }
      if (failingPass < 0) {
        useTheWholeCache(engine);
      }
    }
    return all;
  }

  /** Whatever was there before has to make room. */
  private static void useTheWholeCache(Engine engine) throws InterruptedException {
    List<Generation> generations = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int[] prompt = new int[CONTEXT - 1];
      Arrays.fill(prompt, i);
      generations.add(
          engine.submit(new GenerationRequest(prompt, 1, new int[0], SamplingOptions.GREEDY)));
    }
    for (Generation generation : generations) {
      assertEquals(StopCause.LENGTH, Outputs.of(generation).cause());
    }
  }

  /** One client; null if the engine has refused it. */
  private static Served client(Engine engine, Random random) throws InterruptedException {
    int[] prompt = random.ints(1 + random.nextInt(60), 0, FakeModel.POISON).toArray();
    int maxTokens = 1 + random.nextInt(random.nextBoolean() ? 5 : CONTEXT);
    boolean cancels = random.nextInt(3) == 0;
    int cancelAfter = random.nextInt(20);
    boolean slow = random.nextInt(4) == 0;
    Generation generation;
    try {
      generation =
          engine.submit(
              new GenerationRequest(prompt, maxTokens, new int[0], SamplingOptions.GREEDY));
    } catch (EngineUnavailableException e) {
      return null;
    }
    List<Integer> tokens = new ArrayList<>();
    while (true) {
      if (cancels && tokens.size() >= cancelAfter) {
        generation.cancel();
      }
      if (slow && random.nextInt(50) == 0) {
        Thread.sleep(1);
      }
      switch (generation.next(Duration.ofSeconds(30))) {
        case GenerationEvent.Token token -> tokens.add(token.id());
        case GenerationEvent.Finished finished -> {
          assertEquals(finished, generation.next(Duration.ZERO));
          assertEquals(tokens.size(), finished.stats().outputTokens());
          int[] array = tokens.stream().mapToInt(Integer::intValue).toArray();
          return new Served(prompt, maxTokens, new Outputs(array, finished), cancels);
        }
        case GenerationEvent other -> throw new AssertionError("stuck at " + other);
      }
    }
  }
}
