package io.perilune.server.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.engine.Engine;
import io.perilune.inference.engine.EngineMetrics;
import io.perilune.inference.engine.Generation;
import io.perilune.inference.engine.GenerationRequest;
import io.perilune.inference.engine.Origin;
import io.perilune.inference.sampling.SamplingOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimedEngineTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final class RecordingEngine implements Engine {
    private final List<GenerationRequest> requests = new ArrayList<>();

    @Override
    public Generation submit(GenerationRequest request) {
      requests.add(request);
      return null;
    }

    @Override
    public int contextLength() {
      return 77;
    }

    @Override
    public void requireRoom() {}

    @Override
    public boolean healthy() {
      return true;
    }

    @Override
    public void whenFailed(Runnable action) {}

    @Override
    public EngineMetrics metrics() {
      return EngineMetrics.NONE;
    }

    @Override
    public void close() {}
  }

  private final RecordingEngine engine = new RecordingEngine();

  @Test
  void theEarlierLimitCounts() {
    Engine timed = new TimedEngine(engine, LIMIT);
    timed.submit(request(Optional.empty()));
    timed.submit(request(Optional.of(Duration.ofSeconds(29))));
    timed.submit(request(Optional.of(Duration.ofSeconds(31))));
    assertEquals(
        List.of(LIMIT, Duration.ofSeconds(29), LIMIT),
        engine.requests.stream().map(each -> each.timeLimit().orElseThrow()).toList());
    assertArrayEquals(new int[] {1, 2}, engine.requests.getFirst().prompt());
    assertEquals(5, engine.requests.getFirst().maxTokens());
    assertEquals(77, timed.contextLength());
  }

  @Test
  void noTimeIsRefusedByTheNameOfItsOption() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new TimedEngine(engine, Duration.ZERO));
    assertTrue(e.getMessage().contains("--request-timeout is 0 seconds"), e.getMessage());
  }

  private static GenerationRequest request(Optional<Duration> timeLimit) {
    return new GenerationRequest(
        new int[] {1, 2},
        5,
        new int[0],
        new SamplingOptions(0, 0, 1, 0, 1),
        Optional.empty(),
        Origin.UNKNOWN,
        timeLimit);
  }
}
