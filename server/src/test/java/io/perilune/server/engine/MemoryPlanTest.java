package io.perilune.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MemoryPlanTest {
  private static final int UNLIMITED = Integer.MAX_VALUE;

  @Test
  void givesEachGenerationTheModelsContextWhereMemoryAllows() {
    assertEquals(new MemoryPlan(4_096, 16_384), plan(4_096, 1_000_000, UNLIMITED, false));
  }

  @Test
  void sharesTheCacheWhereMemoryIsShort() {
    assertEquals(new MemoryPlan(4_096, 10_000), plan(4_096, 10_000, UNLIMITED, false));
    assertEquals(new MemoryPlan(1_000, 1_000), plan(4_096, 1_000, UNLIMITED, false));
  }

  @Test
  void followsTheOperatorUpToTheModel() {
    assertEquals(new MemoryPlan(2_048, 2_048), plan(4_096, 1_000, 2_048, true));
    assertEquals(new MemoryPlan(4_096, 16_384), plan(4_096, 1_000_000, 9_999, true));
  }

  @Test
  void doesNotOverflow() {
    assertEquals(
        new MemoryPlan(1 << 30, UNLIMITED), plan(1 << 30, Long.MAX_VALUE, UNLIMITED, false));
  }

  private static MemoryPlan plan(int model, long affordable, int wanted, boolean explicit) {
    return MemoryPlan.of(model, affordable, wanted, explicit, 4);
  }
}
