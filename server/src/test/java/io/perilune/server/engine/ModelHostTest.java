package io.perilune.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.engine.Engine;
import io.perilune.inference.engine.EngineMetrics;
import io.perilune.inference.engine.Generation;
import io.perilune.inference.engine.GenerationRequest;
import io.perilune.server.chat.SamplingSettings;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ModelHostTest {
  private final BlockingQueue<FailingEngine> loaded = new LinkedBlockingQueue<>();
  private final BlockingQueue<FailingEngine> closed = new LinkedBlockingQueue<>();
  private final ModelHost host = new ModelHost(null);

  /** An engine that fails when it is told to. */
  private final class FailingEngine implements Engine {
    private volatile Runnable whenFailed = () -> {};

    void fail() {
      whenFailed.run();
    }

    @Override
    public int contextLength() {
      return 1;
    }

    @Override
    public void requireRoom() {}

    @Override
    public Generation submit(GenerationRequest request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean healthy() {
      return true;
    }

    @Override
    public void whenFailed(Runnable action) {
      whenFailed = action;
    }

    @Override
    public EngineMetrics metrics() {
      return EngineMetrics.NONE;
    }

    @Override
    public void close() {
      closed.add(this);
    }
  }

  private ServedModel model() {
    FailingEngine engine = new FailingEngine();
    loaded.add(engine);
    return new ServedModel(
        List.of("model"),
        engine,
        null,
        null,
        null,
        null,
        Instant.now(),
        "none",
        null,
        false,
        SamplingSettings.NONE,
        null,
        Optional::empty,
        engine::close);
  }

  private FailingEngine awaitReady() throws InterruptedException {
    FailingEngine engine = loaded.take();
    while (!(host.state() instanceof ModelState.Ready)) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    return engine;
  }

  @Test
  void aFailedEngineIsReplacedOnce() throws InterruptedException {
    host.start(progress -> model());
    FailingEngine first = awaitReady();
    first.fail();
    assertEquals(first, closed.take());
    FailingEngine second = awaitReady();
    second.fail();
    assertEquals(second, closed.take());
    ModelState.Failed failed = assertInstanceOf(ModelState.Failed.class, host.state());
    assertTrue(failed.problem().contains("engine has stopped"), failed.problem());
    assertTrue(loaded.isEmpty());
  }

  @Test
  void aFailureOfAnEngineThatWasReplacedIsOld() throws InterruptedException {
    host.start(progress -> model());
    FailingEngine first = awaitReady();
    first.fail();
    FailingEngine second = awaitReady();
    first.fail();
    assertInstanceOf(ModelState.Ready.class, host.state());
    host.close();
    assertEquals(List.of(first, second), List.of(closed.take(), closed.take()));
  }

  @Test
  void aServerThatStopsTakesNoMoreRequestsAndClosesLater() throws InterruptedException {
    host.start(progress -> model());
    FailingEngine engine = awaitReady();
    assertEquals(engine, host.model(Optional.empty()).engine());
    host.drain();
    ApiException e = assertThrows(ApiException.class, () -> host.model(Optional.empty()));
    assertEquals(ErrorKind.UNAVAILABLE, e.kind());
    assertTrue(closed.isEmpty());
    host.close();
    assertEquals(engine, closed.take());
  }

  @Test
  void whatCannotBeLoadedAgainStaysDown() throws InterruptedException {
    host.start(
        progress -> {
          if (loaded.isEmpty() && closed.isEmpty()) {
            return model();
          }
          throw new ModelLoadException("The file is gone.");
        });
    FailingEngine first = awaitReady();
    first.fail();
    while (!(host.state() instanceof ModelState.Failed(String problem))
        || !problem.endsWith("Loading it again failed: The file is gone.")) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertTrue(loaded.isEmpty());
  }
}
