package io.perilune.inference.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The scheduler against clients of all manners, in many small scenarios: with few slots, small
 * caches, slow readers, cancellations, time limits, and failures of model and samplers.
 */
class SchedulerSimulationTest {
  private static final int SCENARIOS = 10_000;

  /** Kept, so that its level stays. */
  private static final Logger LOG = Logger.getLogger("io.perilune.inference.engine");

  @BeforeAll
  static void beQuietAboutFailures() {
    LOG.setLevel(Level.OFF);
  }

  @AfterAll
  static void speakAgain() {
    LOG.setLevel(null);
  }

  @Test
  void everyRequestEndsOnceAsIfItWereAloneAndNothingIsLost() throws InterruptedException {
    Totals totals = new Totals();
    long start = System.nanoTime();
    for (long seed = 0; seed < SCENARIOS; seed++) {
      try {
        new Simulation(seed).play(totals);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("scenario " + seed + " fails: " + e.getMessage(), e);
      }
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.out.println("simulation: " + totals + ", " + millis + " ms");
    assertEquals(SCENARIOS, totals.scenarios());
    assertTrue(totals.preemptions() > SCENARIOS / 10);
    assertTrue(totals.evictions() > SCENARIOS);
    assertTrue(totals.cachedTokens() > SCENARIOS);
    assertTrue(totals.acceptedTokens() > 10 * SCENARIOS);
    assertTrue(totals.rejectedTokens() > SCENARIOS);
    assertTrue(totals.failedEngines() > SCENARIOS / 100);
    for (StopCause cause : StopCause.values()) {
      assertTrue(totals.ended(cause) > SCENARIOS / 100, "ends by " + cause);
    }
  }
}
