package io.perilune.inference.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The generations that wait for a slot, and the place where the scheduler waits for work.
 * Thread-safe. A generation leaves the queue once: whoever removes it ends it.
 *
 * <p>Owners take turns: one whose generation has got a slot goes behind all others. Of one owner's
 * generations the oldest comes first, except that a prompt of at most {@value #SHORT_PROMPT} tokens
 * overtakes longer ones: a title should not wait behind whole conversations. Nobody is overtaken
 * more than {@value #OVERTAKEN_MAX} times, so a generation with {@code q} before it in its owner's
 * queue gets its turn after at most {@code (q + 1) * (OVERTAKEN_MAX + 1)} turns of its owner.
 */
final class RequestQueue {
  /** A prompt of this many tokens or fewer goes first. */
  static final int SHORT_PROMPT = 1024;

  /** How often a generation may be overtaken before everybody waits for it. */
  static final int OVERTAKEN_MAX = 16;

  /**
   * The most prompt tokens of all generations that have not ended, 64 MiB of heap. One generation
   * is taken always.
   */
  private static final long PROMPT_TOKENS_MAX = 1 << 24;

  private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(60);

  private final int slots;
  private final int limit;
  private final StepSpeed speed;
  private final EngineMeter meter;

  /** By owner, in the order of their turns; no queue is empty. */
  private final Map<String, ArrayDeque<LocalGeneration>> waiting = new LinkedHashMap<>();

  /** Generations that have been accepted and have not ended, and their prompts' tokens. */
  private int live;

  private long liveTokens;
  private boolean open = true;
  private boolean changed;

  /**
   * Creates an empty queue.
   *
   * @param slots how many generations run at the same time
   * @param capacity how many more may wait
   */
  RequestQueue(int slots, int capacity, StepSpeed speed, EngineMeter meter) {
    this.slots = slots;
    this.limit = Math.addExact(slots, capacity);
    this.speed = speed;
    this.meter = meter;
  }

  /**
   * Appends a generation.
   *
   * @throws EngineUnavailableException if there is no room or the queue is closed
   */
  synchronized void add(LocalGeneration generation) {
    int tokens = generation.request().prompt().length;
    requireRoom(tokens);
    live++;
    liveTokens += tokens;
    waiting.computeIfAbsent(generation.owner(), owner -> new ArrayDeque<>()).add(generation);
    wake();
  }

  /**
   * Refuses what {@link #add} would refuse, whatever its prompt.
   *
   * @throws EngineUnavailableException if there is no room or the queue is closed
   */
  synchronized void requireRoom() {
    requireRoom(0);
  }

  private void requireRoom(int tokens) {
    if (!open) {
      throw new EngineUnavailableException("the engine has stopped", false, LONGEST_RETRY);
    }
    if (live >= limit || live > 0 && liveTokens + tokens > PROMPT_TOKENS_MAX) {
      meter.refused();
      throw new EngineUnavailableException(
          "all slots are busy and the queue is full; try again later", true, retryAfter());
    }
  }

  /** The likely time until a place is free: what the queue will take, over its length. */
  private Duration retryAfter() {
    long tokens = 0;
    int count = 0;
    for (ArrayDeque<LocalGeneration> queue : waiting.values()) {
      for (LocalGeneration generation : queue) {
        tokens += generation.request().prompt().length;
        count++;
      }
    }
    Duration each = speed.timeFor(tokens, count, slots).dividedBy(Math.max(1, count));
    if (each.compareTo(SHORTEST_RETRY) < 0) {
      return SHORTEST_RETRY;
    }
    return each.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : each;
  }

  /** Whether no generation waits. */
  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** How many generations wait. */
  synchronized int size() {
    return waiting.values().stream().mapToInt(ArrayDeque::size).sum();
  }

  /** Each owner's next generation, in the order of the owners' turns. */
  synchronized List<LocalGeneration> candidates() {
    List<LocalGeneration> candidates = new ArrayList<>(waiting.size());
    for (ArrayDeque<LocalGeneration> queue : waiting.values()) {
      candidates.add(candidate(queue));
    }
    return candidates;
  }

  private static LocalGeneration candidate(ArrayDeque<LocalGeneration> queue) {
    LocalGeneration oldest = queue.peek();
    if (oldest.overtaken() < OVERTAKEN_MAX) {
      for (LocalGeneration generation : queue) {
        if (generation.request().prompt().length <= SHORT_PROMPT) {
          return generation;
        }
      }
    }
    return oldest;
  }

  /**
   * Removes a candidate that gets a slot and ends its owner's turn.
   *
   * @return false if it does not wait any more
   */
  synchronized boolean take(LocalGeneration candidate) {
    ArrayDeque<LocalGeneration> queue = waiting.get(candidate.owner());
    LocalGeneration oldest = queue == null ? null : queue.peek();
    if (!remove(candidate)) {
      return false;
    }
    if (oldest != candidate) {
      oldest.overtake();
    }
    if (waiting.remove(candidate.owner(), queue)) {
      waiting.put(candidate.owner(), queue);
    }
    return true;
  }

  /** Removes a generation; false if it does not wait any more. */
  synchronized boolean remove(LocalGeneration generation) {
    ArrayDeque<LocalGeneration> queue = waiting.get(generation.owner());
    boolean removed = queue != null && queue.remove(generation);
    if (removed && queue.isEmpty()) {
      waiting.remove(generation.owner());
    }
    return removed;
  }

  /** Removes and gives the generations whose time limit has passed. */
  synchronized List<LocalGeneration> removeExpired(long now) {
    List<LocalGeneration> expired = new ArrayList<>();
    for (Iterator<ArrayDeque<LocalGeneration>> all = waiting.values().iterator(); all.hasNext(); ) {
      ArrayDeque<LocalGeneration> queue = all.next();
      queue.removeIf(generation -> generation.expired(now) && expired.add(generation));
      if (queue.isEmpty()) {
        all.remove();
      }
    }
    return expired;
  }

  /** How many generations get a slot before this one if no short one overtakes it. */
  synchronized int ahead(LocalGeneration generation) {
    ArrayDeque<LocalGeneration> own = waiting.get(generation.owner());
    int place = own == null ? -1 : List.copyOf(own).indexOf(generation);
    if (place < 0) {
      return 0;
    }
    int ahead = place;
    int turn = 1;
    for (ArrayDeque<LocalGeneration> queue : waiting.values()) {
      if (queue == own) {
        turn = 0;
      } else {
        ahead += Math.min(queue.size(), place + turn);
      }
    }
    return ahead;
  }

  /** Makes room for another generation, since one has ended. */
  synchronized void release(LocalGeneration generation) {
    live--;
    liveTokens -= generation.request().prompt().length;
    wake();
  }

  /** Tells the scheduler to look again. */
  synchronized void wake() {
    changed = true;
    notifyAll();
  }

  /** Waits until something has changed since the last call, or so much time has passed. */
  synchronized void awaitChange(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); !changed && left > 0; left = deadline - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    changed = false;
  }

  /** Refuses further generations. */
  synchronized void close() {
    open = false;
    wake();
  }

  synchronized boolean isOpen() {
    return open;
  }

  /** Whether generations have been accepted that have not ended. */
  synchronized boolean hasLive() {
    return live > 0;
  }
}
