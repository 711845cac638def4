package io.perilune.inference.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What single steps do: reuse, preemption, time limits, damaged models. */
class SchedulerTest {
  private static final int[] POISONED = {1, FakeModel.POISON};

  @Test
  void aPromptIsComputedOnceForTwoThatComeTogether() throws InterruptedException {
    SteppedEngine engine = new SteppedEngine(2, 2, 64, 2000, 4000, 256);
    int[] first = SteppedEngine.prompt(0, 1000);
    int[] second = first.clone();
    second[900] = 48;
    Generation one = engine.submit("a", first, 3);
    Generation two = engine.submit("a", second, 3);
    engine.finish();
    assertArrayEquals(FakeModel.expected(first, 3), Outputs.of(one).tokens());
    Outputs outputs = Outputs.of(two);
    assertArrayEquals(FakeModel.expected(second, 3), outputs.tokens());
    // Up to the last complete block.
    assertEquals(896, outputs.finished().stats().cachedTokens());
    assertEquals(1000 + 104, engine.metrics().prefillTokens());
  }

  @Test
  void anotherOwnersPromptIsNotShared() throws InterruptedException {
    SteppedEngine engine = new SteppedEngine(2, 2, 64, 2000, 4000, 256);
    int[] prompt = SteppedEngine.prompt(0, 500);
    engine.submit("a", prompt, 1);
    engine.finish();
    Generation other = engine.submit("b", prompt, 1);
    engine.finish();
    assertEquals(0, Outputs.of(other).finished().stats().cachedTokens());
  }

  @Test
  void whatWasComputedBeforeACancellationIsReused() throws InterruptedException {
    SteppedEngine engine = new SteppedEngine(1, 2, 64, 2000, 4000, 256);
    int[] prompt = SteppedEngine.prompt(0, 1000);
    Generation first = engine.submit("a", prompt, 1);
    engine.stepsUntil(() -> engine.metrics().prefillTokens() >= 500);
    long computed = engine.metrics().prefillTokens();
    first.cancel();
    engine.step();
    assertEquals(StopCause.CANCELLED, Outputs.of(first).cause());
    Generation second = engine.submit("a", prompt, 5);
    engine.finish();
    Outputs outputs = Outputs.of(second);
    assertEquals(computed, outputs.finished().stats().cachedTokens());
    assertArrayEquals(FakeModel.expected(prompt, 5), outputs.tokens());
  }

  @Test
  void theYoungestMakesRoomAndGoesOnUnchanged() throws InterruptedException {
    SteppedEngine engine = new SteppedEngine(2, 2, 64, 6000, 6000, 8000);
    int[] prompt = SteppedEngine.prompt(0, 100);
    int[] other = SteppedEngine.prompt(1, 100);
    Generation old = engine.submit("a", prompt, 5500);
    for (int i = 0; i < 3500; i++) {
      engine.step();
    }
    Generation young = engine.submit("b", other, 1600);
    engine.stepsUntil(() -> engine.metrics().preemptions() == 1);
    engine.finish();
    assertArrayEquals(FakeModel.expected(prompt, 5500), Outputs.of(old).tokens());
    assertArrayEquals(FakeModel.expected(other, 1600), Outputs.of(young).tokens());
  }

  @Test
  void aStalledReaderLosesItsSlotToOneWhoWaitsAndNothingElse() throws InterruptedException {
    SteppedEngine engine = new SteppedEngine(1, 2, 64, 2000, 4000, 16);
    int[] prompt = SteppedEngine.prompt(0, 100);
    Generation stalled = engine.submit("a", prompt, 200);
    engine.stepsUntil(() -> !engine.step());
    Generation other = engine.submit("b", new int[] {7}, 1);
    engine.pass(Slots.STALL_LIMIT.dividedBy(2));
    assertFalse(engine.step());
    engine.pass(Slots.STALL_LIMIT.dividedBy(2));
    engine.stepsUntil(() -> SteppedEngine.hasEnded(other));
    int[] expected = FakeModel.expected(prompt, 200);
    for (int i = 0; i < 200; i++) {
      engine.step();
      assertEquals(new GenerationEvent.Token(expected[i]), SteppedEngine.peek(stalled));
    }
    assertTrue(SteppedEngine.hasEnded(stalled));
  }

  @Test
  void timeLimitsHoldInTheQueueAndInSlots() throws InterruptedException {
    SteppedEngine engine = new SteppedEngine(1, 2, 64, 2000, 4000, 4000);
    Optional<Duration> limit = Optional.of(Duration.ofSeconds(3));
    int[] prompt = SteppedEngine.prompt(0, 10);
    Generation running = engine.submit("a", prompt, 1000, limit);
    engine.step();
    Generation waiting = engine.submit("a", prompt, 1000, limit);
    engine.pass(Duration.ofSeconds(3).minusNanos(1));
    engine.step();
    engine.pass(Duration.ofNanos(1));
    assertFalse(engine.step());
    assertEquals(StopCause.TIMED_OUT, Outputs.of(waiting).cause());
    Outputs outputs = Outputs.of(running);
    assertEquals(StopCause.TIMED_OUT, outputs.cause());
    int count = outputs.tokens().length;
    assertEquals(2, count);
    assertArrayEquals(Arrays.copyOf(FakeModel.expected(prompt, 2), count), outputs.tokens());
  }

  @Test
  void threeGenerationsInARowWithoutUsableLogitsAreTheModelsFault() throws InterruptedException {
    SteppedEngine engine = new SteppedEngine(1, 4, 64, 2000, 4000, 256);
    for (int i = 0; i < 2; i++) {
      engine.submit("a", POISONED, 1);
      engine.step();
    }
    engine.submit("a", new int[] {1}, 1);
    engine.step();
    for (int i = 0; i < 2; i++) {
      engine.submit("a", POISONED, 1);
      engine.step();
    }
    Generation last = engine.submit("a", POISONED, 1);
    assertThrows(IllegalStateException.class, engine::step);
    assertEquals(StopCause.FAILED, Outputs.of(last).cause());
  }

  @Test
  void tokensWithoutUsableLogitsAreNotReused() throws InterruptedException {
    SteppedEngine engine = new SteppedEngine(1, 4, 64, 2000, 4000, 256);
    int[] prompt = SteppedEngine.prompt(0, 300);
    prompt[299] = FakeModel.POISON;
    engine.submit("a", prompt, 1);
    engine.finish();
    prompt = prompt.clone();
    prompt[299] = 5;
    Generation second = engine.submit("a", prompt, 1);
    engine.finish();
    assertEquals(0, Outputs.of(second).finished().stats().cachedTokens());
  }
}
