package io.perilune.inference.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.constraint.CompiledConstraint;
import io.perilune.inference.constraint.ConstraintCompiler;
import io.perilune.inference.constraint.GbnfReader;
import io.perilune.inference.constraint.GenerationConstraint;
import io.perilune.inference.constraint.ListedTokenizer;
import io.perilune.inference.kv.KvCache;
import io.perilune.inference.sampling.SamplingOptions;
import io.perilune.inference.sampling.TokenLogprobs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocalEngineTest {
  private static final int CONTEXT = 1024;
  private static final int[] PROMPT = {3, 1, 4, 1, 5};
  private static final int[] NO_STOPS = {};
  private static final ListedTokenizer DIGITS_AND_LETTERS = digitsAndLetters();

  private final Semaphore passes = new Semaphore(0);
  private final FakeModel model = new FakeModel(CONTEXT, 32);
  private final LocalEngine engine = new LocalEngine(model, options(2, 2, 2 * CONTEXT));

  private static EngineOptions options(int slots, int queue, int kvTokens) {
    return new EngineOptions(
        slots, queue, 16, CONTEXT, kvTokens, KvCache.Precision.F32, 4096, 256, 0, Duration.ZERO);
  }

  private static GenerationRequest request(int[] prompt, int maxTokens, int... stops) {
    return new GenerationRequest(prompt, maxTokens, stops, SamplingOptions.GREEDY);
  }

  @AfterEach
  void close() {
    passes.release(1_000_000);
    engine.close();
  }

  @Test
  void generatesUpToTheLimit() throws InterruptedException {
    Outputs outputs = Outputs.of(engine.submit(request(PROMPT, 300, NO_STOPS)));
    assertArrayEquals(FakeModel.expected(PROMPT, 300), outputs.tokens());
    assertEquals(StopCause.LENGTH, outputs.cause());
    assertEquals(PROMPT.length, outputs.finished().stats().promptTokens());
    assertEquals(300, outputs.finished().stats().outputTokens());
  }

  @Test
  void endsAtAStopTokenWithoutGivingItOut() throws InterruptedException {
    int[] expected = FakeModel.expected(PROMPT, 40);
    int stop = expected[20];
    int end = IntStream.range(0, 40).filter(i -> expected[i] == stop).findFirst().orElseThrow();
    Outputs outputs = Outputs.of(engine.submit(request(PROMPT, 40, stop)));
    assertArrayEquals(Arrays.copyOf(expected, end), outputs.tokens());
    assertEquals(StopCause.STOP_TOKEN, outputs.cause());
  }

  @Test
  void endsAtTheEndOfTheContext() throws InterruptedException {
    int[] prompt = new int[CONTEXT - 3];
    Outputs outputs = Outputs.of(engine.submit(request(prompt, 100, NO_STOPS)));
    assertArrayEquals(FakeModel.expected(prompt, 3), outputs.tokens());
    assertEquals(StopCause.LENGTH, outputs.cause());
  }

  @Test
  void rehearsesUntilTheFirstRequestAndLeavesNothingBehind() throws InterruptedException {
    FakeModel rehearsed = new FakeModel(CONTEXT, 32);
    EngineOptions options =
        new EngineOptions(
            2,
            2,
            16,
            CONTEXT,
            2 * CONTEXT,
            KvCache.Precision.F32,
            4096,
            256,
            0,
            Duration.ofHours(1));
    try (LocalEngine rehearsing = new LocalEngine(rehearsed, options)) {
      rehearsed.awaitPass(100);
      Outputs outputs = Outputs.of(rehearsing.submit(request(PROMPT, 300, NO_STOPS)));
      assertArrayEquals(FakeModel.expected(PROMPT, 300), outputs.tokens());
      awaitRetained(rehearsing, PROMPT.length + 299);
    }
  }

  @Test
  void refusesAPromptThatFillsTheContext() {
    PromptTooLongException e =
        assertThrows(
            PromptTooLongException.class,
            () -> engine.submit(request(new int[CONTEXT], 1, NO_STOPS)));
    assertEquals(CONTEXT, e.promptTokens());
    assertEquals(CONTEXT, e.contextLength());
  }

  @Test
  void refusesTokensThatAreNotInTheVocabulary() {
    assertThrows(
        IndexOutOfBoundsException.class, () -> engine.submit(request(new int[] {50}, 1, NO_STOPS)));
    assertTrue(engine.healthy());
  }

  @Test
  void contextIsNoLongerThanTheCache() {
    try (LocalEngine small = new LocalEngine(new FakeModel(CONTEXT, 32), options(1, 1, 128))) {
      assertEquals(128, small.contextLength());
    }
  }

  @Test
  void refusesAModelWithBatchesTooSmallForTheSlots() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new LocalEngine(new FakeModel(CONTEXT, 4), options(4, 1, CONTEXT)));
  }

  @Test
  void tellsWhatAGenerationIsDoing() throws InterruptedException {
    model.hold(passes);
    Generation first = engine.submit(request(new int[40], 2, NO_STOPS));
    model.awaitPass(1);
    Generation second = engine.submit(request(PROMPT, 1, NO_STOPS));
    Generation third = engine.submit(request(PROMPT, 1, NO_STOPS));
    Generation fourth = engine.submit(request(PROMPT, 1, NO_STOPS));
    assertEquals(new GenerationEvent.Queued(2), fourth.next(Duration.ZERO));
    passes.release(1);
    model.awaitPass(2);
    assertEquals(new GenerationEvent.Prefilling(16, 40), first.next(Duration.ZERO));
    passes.release(2);
    assertInstanceOf(GenerationEvent.Token.class, first.next(Outputs.LONG));
    assertEquals(new GenerationEvent.Decoding(), first.next(Duration.ofMillis(1)));
    passes.release(1000);
    for (Generation generation : List.of(first, second, third, fourth)) {
      assertEquals(StopCause.LENGTH, Outputs.of(generation).cause());
    }
  }

  @Test
  void refusesMoreThanTheQueueHolds() throws InterruptedException {
    model.hold(passes);
    List<Generation> accepted = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      accepted.add(engine.submit(request(PROMPT, 1, NO_STOPS)));
    }
    EngineUnavailableException e =
        assertThrows(
            EngineUnavailableException.class, () -> engine.submit(request(PROMPT, 1, NO_STOPS)));
    assertTrue(e.busy());
    assertTrue(e.retryAfter().isPositive());
    long refused = engine.metrics().refused();
    assertTrue(assertThrows(EngineUnavailableException.class, engine::requireRoom).busy());
    assertEquals(refused + 1, engine.metrics().refused());
    accepted.get(3).cancel();
    engine.requireRoom();
    accepted.set(3, engine.submit(request(PROMPT, 1, NO_STOPS)));
    passes.release(1000);
    for (Generation generation : accepted) {
      assertEquals(StopCause.LENGTH, Outputs.of(generation).cause());
    }
  }

  @Test
  void cancellationFreesTheSlotWithinAStep() throws InterruptedException {
    model.hold(passes);
    Generation longPrompt = engine.submit(request(new int[900], 10, NO_STOPS));
    model.awaitPass(1);
    longPrompt.cancel();
    longPrompt.cancel();
    passes.release(1);
    assertEquals(StopCause.CANCELLED, Outputs.of(longPrompt).cause());
    assertEquals(1, model.passes());
    passes.release(1000);
    Outputs.of(engine.submit(request(PROMPT, 1, NO_STOPS)));
    awaitRetained(engine, 16 + PROMPT.length);
  }

  @Test
  void aReaderThatStopsPausesOnlyItsOwnGeneration() throws InterruptedException {
    Generation unread = engine.submit(request(PROMPT, 900, NO_STOPS));
    int[] other = {7, 7};
    Outputs outputs = Outputs.of(engine.submit(request(other, 900, NO_STOPS)));
    assertArrayEquals(FakeModel.expected(other, 900), outputs.tokens());
    // All but what fits its ring has still to be computed, and is not lost.
    assertArrayEquals(FakeModel.expected(PROMPT, 900), Outputs.of(unread).tokens());
  }

  @Test
  void unusableLogitsFailOnlyTheirGeneration() throws InterruptedException {
    Generation good = engine.submit(request(PROMPT, 100, NO_STOPS));
    Generation bad = engine.submit(request(new int[] {FakeModel.POISON}, 100, NO_STOPS));
    assertEquals(StopCause.FAILED, Outputs.of(bad).cause());
    assertArrayEquals(FakeModel.expected(PROMPT, 100), Outputs.of(good).tokens());
    assertTrue(engine.healthy());
  }

  @Test
  void aFailingPassEndsAllAndTheEngine() throws InterruptedException {
    model.hold(passes);
    List<Generation> generations = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      generations.add(engine.submit(request(PROMPT, 50, NO_STOPS)));
    }
    model.failAfter(3);
    passes.release(1000);
    for (Generation generation : generations) {
      assertEquals(StopCause.ENGINE_STOPPED, Outputs.of(generation).cause());
      assertEquals(StopCause.ENGINE_STOPPED, Outputs.of(generation).cause());
    }
    assertFalse(engine.healthy());
    EngineUnavailableException e =
        assertThrows(
            EngineUnavailableException.class, () -> engine.submit(request(PROMPT, 1, NO_STOPS)));
    assertFalse(e.busy());
    assertFalse(assertThrows(EngineUnavailableException.class, engine::requireRoom).busy());
    assertAllBlocksFree();
  }

  @Test
  void closingEndsAllAndReleasesTheModel() throws InterruptedException {
    List<Generation> generations = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      generations.add(engine.submit(request(PROMPT, 900, NO_STOPS)));
    }
    engine.close();
    assertTrue(model.isClosed());
    assertFalse(engine.healthy());
    for (Generation generation : generations) {
      assertEquals(StopCause.CANCELLED, Outputs.of(generation).cause());
    }
  }

  @Test
  void tokensComeWithTheLogprobsAskedFor() throws InterruptedException {
    SamplingOptions sampling = SamplingOptions.GREEDY.withTopLogprobs(2);
    Generation generation = engine.submit(new GenerationRequest(PROMPT, 3, NO_STOPS, sampling));
    int[] expected = FakeModel.expected(PROMPT, 3);
    for (int token : expected) {
      GenerationEvent.Token event =
          assertInstanceOf(GenerationEvent.Token.class, generation.next(Outputs.LONG));
      TokenLogprobs logprobs = event.logprobs().orElseThrow();
      assertEquals(token, event.id());
      assertEquals(token, logprobs.topTokens()[0]);
      assertEquals(logprobs.topLogprobs()[0], logprobs.logprob());
      assertEquals(2, logprobs.topTokens().length);
    }
  }

  @Test
  void outputMatchesItsGrammar() throws InterruptedException {
    CompiledConstraint constraint = compile("root ::= ([ab] [0-9]{2,3})+ \"!\"");
    for (int seed = 0; seed < 50; seed++) {
      SamplingOptions sampling = new SamplingOptions(1, 0, 1, 0, seed);
      Outputs outputs =
          Outputs.of(
              engine.submit(
                  new GenerationRequest(
                      PROMPT,
                      900,
                      DIGITS_AND_LETTERS.endOfGeneration(),
                      sampling,
                      Optional.of(constraint))));
      assertEquals(StopCause.STOP_TOKEN, outputs.cause());
      StringBuilder text = new StringBuilder();
      for (int token : outputs.tokens()) {
        text.append(new String(DIGITS_AND_LETTERS.bytes(token), StandardCharsets.UTF_8));
      }
      assertTrue(text.toString().matches("([ab][0-9]{2,3})+!"), text.toString());
    }
  }

  @Test
  void aGrammarThatAllowsNoTokenFailsOnlyItsGeneration() throws InterruptedException {
    Generation good = engine.submit(request(PROMPT, 100, NO_STOPS));
    Generation bad =
        engine.submit(
            new GenerationRequest(
                PROMPT,
                100,
                NO_STOPS,
                SamplingOptions.GREEDY,
                Optional.of(compile("root ::= \"a?\""))));
    Outputs outputs = Outputs.of(bad);
    assertEquals(StopCause.FAILED, outputs.cause());
    assertEquals(1, outputs.tokens().length);
    assertArrayEquals(FakeModel.expected(PROMPT, 100), Outputs.of(good).tokens());
    assertTrue(engine.healthy());
  }

  private static CompiledConstraint compile(String gbnf) {
    return new ConstraintCompiler(DIGITS_AND_LETTERS)
        .compile(GenerationConstraint.whole(GbnfReader.read(gbnf)));
  }

  /** As many tokens as the model has: one and two characters. */
  private static ListedTokenizer digitsAndLetters() {
    String characters = "0123456789abcdefghijklmnopq!";
    Stream<String> texts =
        Stream.concat(
            characters.chars().mapToObj(Character::toString),
            Stream.of(
                "a0", "0a", "00", "b!", "0!", "!!", "!a", "123", "1234", "9b9", "", "é", "aa"));
    String[] all =
        Stream.concat(texts, IntStream.range(0, 8).mapToObj(i -> "?!" + i)).toArray(String[]::new);
    return ListedTokenizer.of(all);
  }

  /** The engine counts at the end of each step. */
  private static void awaitRetained(Engine engine, int tokens) throws InterruptedException {
    while (engine.metrics().retainedTokens() != tokens) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private void assertAllBlocksFree() {
    assertEquals(model.cache().capacityTokens(), model.cache().freeTokens());
  }
}
