package io.perilune.inference.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.kv.KvCache;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * One scenario, played on one thread with a clock of its own: clients come, read, stall and go
 * while the scheduler makes its steps. The same seed plays the same scenario.
 */
final class Simulation {
  private static final long STEP_NANOS = 100_000;
  private static final long IDLE_NANOS = 50 * SimulatedRequest.MILLI;

  /** What may end an engine: a pass that is to fail, and a model that seems to be damaged. */
  private static final List<String> ENGINE_FAILURES =
      List.of("this pass was to fail", "generations in a row");

  /** Far more steps than any scenario needs. */
  private static final int STEPS_MAX = 100_000;

  /** A client whose request was taken. */
  private static final class Client {
    private final SimulatedRequest plan;
    private final Generation generation;
    private final long submittedAt;
    private final int admittedBefore;
    private final List<Integer> tokens = new ArrayList<>();
    private long lastRead = Long.MIN_VALUE / 2;
    private boolean cancelled;
    private GenerationEvent.Finished finished;

    Client(SimulatedRequest plan, Generation generation, long submittedAt, int admittedBefore) {
      this.plan = plan;
      this.submittedAt = submittedAt;
      this.admittedBefore = admittedBefore;
      this.generation = generation;
    }

    void act(long now) throws InterruptedException {
      if (finished == null && !cancelled && now >= plan.cancelAt()) {
        cancelled = true;
        generation.cancel();
      }
      if (cancelled || plan.reader().reads(now, lastRead)) {
        lastRead = now;
        read(cancelled ? Integer.MAX_VALUE : plan.reader().tokens());
      }
    }

    /** What is unwanted before a step has ended after it. */
    void checkEnded(long before) throws InterruptedException {
      boolean expired =
          plan.request().timeLimit().filter(t -> before - submittedAt >= t.toNanos()).isPresent();
      if (finished == null && (cancelled || expired)) {
        read(Integer.MAX_VALUE);
        assertNotNull(finished, cancelled ? "cancelled and goes on" : "out of time and goes on");
      }
    }

    private void read(int most) throws InterruptedException {
      for (int i = 0; i < most && finished == null; i++) {
        switch (generation.next(Duration.ZERO)) {
          case GenerationEvent.Token token -> tokens.add(token.id());
          case GenerationEvent.Finished end -> finished = end;
          case GenerationEvent.Queued _,
              GenerationEvent.Prefilling _,
              GenerationEvent.Decoding _ -> {
            return;
          }
        }
      }
    }
  }

  private final Random random;
  private final Plan plan;
  private final FakeModel model;
  private final Scheduler scheduler;
  private final List<Client> clients = new ArrayList<>();
  private final Map<GenerationRequest, SimulatedRequest> planned = new HashMap<>();

  /** The requests that got slots, in order. */
  private final List<GenerationRequest> admitted = new ArrayList<>();

  private long now;
  private boolean failed;
  private int steps;
  private int refused;

  Simulation(long seed) {
    random = new Random(seed);
    plan = Plan.random(random);
    model = new FakeModel(plan.context(), plan.options().batchCapacity());
    model.whenPassing(tokens -> now += (plan.tokensPerPass() + tokens) * plan.nanosPerToken());
    scheduler = new Scheduler(model, plan.options(), this::admit, () -> now);
    if (plan.failingPass() >= 0) {
      model.failAfter(plan.failingPass());
    }
  }

  /** Plays the scenario and checks everything that must hold. */
  void play(Totals totals) throws InterruptedException {
    List<SimulatedRequest> coming =
        new ArrayList<>(
            Stream.generate(() -> SimulatedRequest.random(random, plan))
                .limit(plan.requests())
                .sorted(Comparator.comparingLong(SimulatedRequest::arrival))
                .toList());
    while (!coming.isEmpty() || clients.stream().anyMatch(client -> client.finished == null)) {
      while (!coming.isEmpty() && coming.getFirst().arrival() <= now) {
        submit(coming.removeFirst());
      }
      for (Client client : clients) {
        client.act(now);
      }
      long before = now;
      step();
      for (Client client : clients) {
        client.checkEnded(before);
      }
      assertTrue(steps++ < STEPS_MAX, "the scenario does not end");
    }
    totals.add(scheduler.meter().snapshot(), plan.requests(), refused, failed, steps);
    clients.forEach(this::check);
    clients.forEach(this::checkTurns);
    checkNothingIsLost();
  }

  private void submit(SimulatedRequest request) {
    planned.put(request.request(), request);
    try {
      clients.add(new Client(request, scheduler.submit(request.request()), now, admitted.size()));
    } catch (EngineUnavailableException e) {
      assertTrue(failed != e.busy());
      assertTrue(e.retryAfter().isPositive());
      refused++;
    }
  }

  private void step() {
    boolean busy = false;
    if (!failed) {
      try {
        busy = scheduler.step();
      } catch (IllegalStateException e) {
        assertTrue(ENGINE_FAILURES.stream().anyMatch(e.getMessage()::contains), e.getMessage());
        failed = true;
        scheduler.queue().close();
        scheduler.endAll(StopCause.ENGINE_STOPPED);
      }
      now += STEP_NANOS;
    }
    if (!busy) {
      now += IDLE_NANOS;
    }
  }

  private TokenChooser admit(GenerationRequest request) {
    admitted.add(request);
    return planned.get(request).chooser();
  }

  /**
   * While a request waited, each other owner got no more slots than its own owner and a few: those
   * that went first because there was no room for it, or for the one before it.
   */
  private void checkTurns(Client client) {
    int end = admitted.indexOf(client.plan.request());
    if (end < 0) {
      return;
    }
    Map<String, Integer> turns = new HashMap<>();
    for (GenerationRequest request : admitted.subList(client.admittedBefore, end + 1)) {
      turns.merge(request.origin().owner(), 1, Integer::sum);
    }
    int most = turns.get(client.plan.request().origin().owner()) + 2 * RequestQueue.OVERTAKEN_MAX;
    turns.forEach((owner, count) -> assertTrue(count <= most, "others had " + count + " turns"));
  }

  /** A client got what it would have got alone, as far as it was to. */
  private void check(Client client) {
    int[] tokens = client.tokens.stream().mapToInt(Integer::intValue).toArray();
    SimulatedRequest.Outcome alone = client.plan.alone(scheduler.contextLength());
    StopCause cause = client.finished.cause();
    switch (cause) {
      case STOP_TOKEN, LENGTH, FAILED -> {
        assertArrayEquals(alone.tokens(), tokens);
        assertEquals(alone.cause(), cause);
      }
      case CANCELLED, TIMED_OUT, ENGINE_STOPPED -> {
        assertTrue(tokens.length <= alone.tokens().length);
        assertArrayEquals(Arrays.copyOf(alone.tokens(), tokens.length), tokens);
        assertTrue(
            switch (cause) {
              case CANCELLED -> client.cancelled;
              case TIMED_OUT -> client.plan.request().timeLimit().isPresent();
              default -> failed;
            });
      }
    }
    assertEquals(tokens.length, client.finished.stats().outputTokens());
  }

  /** All slots and blocks are free again, and the engine still works. */
  private void checkNothingIsLost() throws InterruptedException {
    long ended =
        scheduler.meter().snapshot().ended().values().stream().mapToLong(Long::longValue).sum();
    assertEquals(clients.size(), ended);
    assertFalse(scheduler.queue().hasLive());
    int capacity = model.cache().capacityTokens();
    assertTrue(scheduler.prefixes().makeRoom(capacity / KvCache.BLOCK_TOKENS));
    assertEquals(capacity, model.cache().freeTokens());
    assertEquals(0, scheduler.prefixes().retainedTokens());
    if (!failed) {
      clients.clear();
      model.failAfter(-1);
      for (int i = 0; i < plan.slots(); i++) {
        submit(SimulatedRequest.patient(new int[scheduler.contextLength() - 1], now));
      }
      for (int left = plan.slots() * plan.context(); left > 0 && scheduler.queue().hasLive(); ) {
        left -= scheduler.step() ? 1 : plan.context();
      }
      for (Client client : clients) {
        client.act(now);
        assertEquals(StopCause.LENGTH, client.finished.cause());
      }
    }
  }
}
