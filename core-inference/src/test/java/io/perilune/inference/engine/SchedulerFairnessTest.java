package io.perilune.inference.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who gets slots and prefill, and when at the latest. */
class SchedulerFairnessTest {
  private static final int MORE_THAN_SHORT = RequestQueue.SHORT_PROMPT + 1;

  @Test
  void aTitleDoesNotWaitForALongPrompt() {
    SteppedEngine engine = new SteppedEngine(4, 8, 256, 70_000, 140_000, 256);
    Generation conversation = engine.submit("a", SteppedEngine.prompt(0, 60_000), 5);
    for (int i = 0; i < 10; i++) {
      engine.step();
    }
    Generation title = engine.submit("a", SteppedEngine.prompt(1, 200), 1);
    assertTrue(engine.stepsUntil(() -> SteppedEngine.hasEnded(title)) <= 3);
    assertFalse(SteppedEngine.hasEnded(conversation));
  }

  @Test
  void aLongPromptGetsHalfOfEachStepHoweverManyShortOnesCome() {
    SteppedEngine engine = new SteppedEngine(2, 8, 64, 8000, 16_000, 256);
    Generation conversation = engine.submit("a", SteppedEngine.prompt(0, 4000), 1);
    engine.step();
    List<Generation> titles = new ArrayList<>();
    AtomicInteger kind = new AtomicInteger();
    int steps =
        engine.stepsUntil(
            () -> {
              titles.removeIf(SteppedEngine::hasEnded);
              while (titles.size() < 3) {
                titles.add(
                    engine.submit("a", SteppedEngine.prompt(kind.incrementAndGet(), 500), 1));
              }
              return SteppedEngine.hasEnded(conversation);
            });
    assertTrue(steps <= 4000 / 32 + 1, steps + " steps");
  }

  @Test
  void ownersHaveEqualSharesOfAStep() {
    SteppedEngine engine = new SteppedEngine(4, 8, 64, 8000, 32_000, 256);
    for (int i = 0; i < 3; i++) {
      engine.submit("many", SteppedEngine.prompt(i, 3000), 1);
    }
    Generation one = engine.submit("one", SteppedEngine.prompt(3, 3000), 1);
    int steps = engine.stepsUntil(() -> SteppedEngine.hasEnded(one));
    assertTrue(steps <= 3000 / 32 + 3, steps + " steps");
  }

  @Test
  void shortPromptsOvertakeALongOneInTheQueueALimitedNumberOfTimes() {
    SteppedEngine engine = new SteppedEngine(1, 30, 64, 4000, 8000, 256);
    engine.submit("a", new int[] {1}, 1);
    Generation conversation = engine.submit("a", SteppedEngine.prompt(0, MORE_THAN_SHORT), 1);
    List<Generation> titles = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      titles.add(engine.submit("a", new int[] {i, 2}, 1));
    }
    engine.stepsUntil(() -> SteppedEngine.hasEnded(conversation));
    long overtook = titles.stream().filter(SteppedEngine::hasEnded).count();
    assertEquals(RequestQueue.OVERTAKEN_MAX, overtook);
  }

  @Test
  void ownersTakeTurns() {
    SteppedEngine engine = new SteppedEngine(1, 30, 64, 4000, 8000, 256);
    List<Generation> flood = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      flood.add(engine.submit("flood", new int[] {i}, 1));
    }
    Generation late = engine.submit("late", new int[] {20}, 1);
    assertEquals(new GenerationEvent.Queued(1), SteppedEngine.peek(late));
    engine.stepsUntil(() -> SteppedEngine.hasEnded(late));
    assertEquals(1, flood.stream().filter(SteppedEngine::hasEnded).count());
  }

  @Test
  void whoFindsNoRoomIsOvertakenALimitedNumberOfTimes() {
    SteppedEngine engine = new SteppedEngine(2, 60, 64, 1024, 1024, 2000);
    // Leaves room for less than half of the cache until it is done.
    engine.submit("a", SteppedEngine.prompt(0, 300), 300);
    engine.step();
    Generation large = engine.submit("b", SteppedEngine.prompt(1, 900), 1);
    List<Generation> small = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      small.add(engine.submit("c", new int[] {i, 5}, 1));
    }
    engine.stepsUntil(() -> SteppedEngine.hasEnded(large));
    long overtook = small.stream().filter(SteppedEngine::hasEnded).count();
    assertTrue(overtook >= RequestQueue.OVERTAKEN_MAX, overtook + " went first");
    // One for each turn after the large one has got its slot.
    assertTrue(overtook <= 2 * RequestQueue.OVERTAKEN_MAX, overtook + " went first");
  }

  @Test
  void noSlotIsLeftOutHoweverSmallTheChunk() {
    SteppedEngine engine = new SteppedEngine(4, 4, 1, 400, 1600, 256);
    List<Generation> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(engine.submit("owner " + i, SteppedEngine.prompt(i, 20), 1));
    }
    int steps = engine.stepsUntil(() -> all.stream().allMatch(SteppedEngine::hasEnded));
    assertTrue(steps <= 4 * 20 + 1, steps + " steps");
  }
}
