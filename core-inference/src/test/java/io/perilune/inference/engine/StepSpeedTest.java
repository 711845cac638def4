package io.perilune.inference.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class StepSpeedTest {
  private static final int LEAST = 8;
  private static final int MOST = 256;

  @Property
  void stepsLastASecondAtMostOnceTheSpeedIsKnown(
      @ForAll @LongRange(min = 1_000, max = 1_000_000_000) long nanosPerToken) {
    StepSpeed speed = new StepSpeed(LEAST, MOST);
    for (int step = 0; step < 100; step++) {
      int tokens = speed.prefillAllowance();
      long nanos = tokens * nanosPerToken;
      if (step > 0) {
        assertTrue(nanos <= 1_000_000_000 || tokens == LEAST, tokens + " tokens");
      }
      speed.record(tokens, 0, nanos);
    }
    long fitting = StepSpeed.TARGET.toNanos() / nanosPerToken;
    assertEquals(Math.clamp(fitting, LEAST, MOST), speed.prefillAllowance(), 1);
  }

  @Test
  void followsAModelThatBecomesSlowerWithItsContext() {
    StepSpeed speed = new StepSpeed(LEAST, MOST);
    for (long nanosPerToken = 1_000_000; nanosPerToken < 50_000_000; nanosPerToken += 50_000) {
      int tokens = speed.prefillAllowance();
      assertTrue(tokens * nanosPerToken <= 1_000_000_000L);
      speed.record(tokens, 0, tokens * nanosPerToken);
    }
  }

  @Test
  void tellsHowLongAQueueWillTake() {
    StepSpeed speed = new StepSpeed(LEAST, MOST);
    speed.record(32, 0, 64_000_000);
    speed.record(0, 4, 10_000_000);
    speed.ended(100);
    // 1,000 prompt tokens at 2 ms, and two rounds of 100 steps of 10 ms.
    assertEquals(Duration.ofSeconds(4), speed.timeFor(1000, 8, 4));
  }
}
