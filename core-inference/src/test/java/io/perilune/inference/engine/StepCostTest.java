package io.perilune.inference.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StepCostTest {
  private final StepCost cost = new StepCost();
  private final Random random = new Random(3);

  /** Times of passes of random widths that lie on a line, more or less. */
  private void record(int passes, double base, double perToken, double noise) {
    for (int i = 0; i < passes; i++) {
      int width = 1 + random.nextInt(8);
      double factor = 1 + noise * random.nextGaussian();
      cost.record(width, (long) ((base + perToken * width) * Math.max(0.1, factor)));
    }
  }

  @Test
  void findsTheLineBehindTheTimes() {
    record(300, 10_000, 1000, 0.05);
    assertEquals(1000, cost.perToken(), 250);
    assertEquals(14_000, cost.of(4), 700);
  }

  @Test
  void followsAChange() {
    record(300, 10_000, 1000, 0.02);
    record(200, 1000, 5000, 0.02);
    assertEquals(5000, cost.perToken(), 500);
  }

  @Test
  void keepsTheRiseWhileAllPassesAreOfOneWidth() {
    record(300, 10_000, 1000, 0);
    for (int i = 0; i < 1000; i++) {
      cost.record(1, 11_000);
    }
    assertEquals(1000, cost.perToken(), 20);
    assertEquals(11_000, cost.of(1), 20);
  }

  @Test
  void aPauseOfTheMachineCountsLittle() {
    record(300, 10_000, 1000, 0);
    cost.record(1, 10_000_000);
    assertTrue(cost.of(1) < 16_000, "a pass is said to take " + cost.of(1));
  }

  @Test
  void aTokenCostsSomethingAndNoMoreThanItsShare() {
    for (int i = 1; i <= 100; i++) {
      cost.record(1 + i % 4, 10_000 - 2000 * (i % 4));
    }
    assertTrue(cost.perToken() > 0);
    for (int i = 1; i <= 100; i++) {
      cost.record(1 + i % 2, i % 2 == 0 ? 100 : 10_000);
    }
    assertTrue(cost.perToken() <= cost.of(2) / 2 + 1);
  }

  @Test
  void beforeAnyTimeATokenIsTakenToCostAPartOfAPass() {
    assertTrue(cost.perToken() > 0);
    assertTrue(cost.perToken() < cost.of(1));
  }
}
