package io.perilune.inference.kernel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed team of threads for sections of a few microseconds to milliseconds, of which a forward
 * pass has hundreds: the caller takes part, waiting members spin briefly before they park, and
 * nothing is allocated per section. One section at a time.
 */
public final class Workers implements AutoCloseable {
  /** The most threads of a team. */
  public static final int MAX_THREADS = 1024;

  /** A part of a section's work. */
  @FunctionalInterface
  public interface Task {
    /**
     * Does the items {@code [from, to)}.
     *
     * @param worker which member of the team runs it, from 0 (the caller) to {@code threads() - 1}
     */
    void run(int from, int to, int worker);
  }

  /** Long enough to bridge the scalar work between two sections, some tens of microseconds. */
  private static final int SPINS_BEFORE_PARKING = 2000;

  private static final int SPINS_BEFORE_YIELDING = 1000;

  // The state of a section in one word, so that joining and ending it exclude each other: the
  // number of members at work besides the caller in the low bits, two flags, the section's number.
  private static final long MEMBERS = 0xffff;
  private static final long OPEN = 1L << 16;
  private static final long CLOSED = 1L << 17;
  private static final int SECTION_SHIFT = 18;

  private final Thread[] members;
  private final AtomicLong state = new AtomicLong();
  private final AtomicInteger sleepers = new AtomicInteger();
  private final AtomicInteger nextChunk = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final AtomicBoolean busy = new AtomicBoolean();

  // Written by the caller before it opens a section, read by members after they have joined it.
  private Task task;
  private int count;
  private int grain;
  private int chunks;

  /**
   * Starts a team.
   *
   * @param threads its size with the caller, 1 to {@value #MAX_THREADS}
   */
  public Workers(int threads) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "a team of " + threads + " threads; it must have 1 to " + MAX_THREADS);
    }
    members = new Thread[threads - 1];
    for (int i = 0; i < members.length; i++) {
      int worker = i + 1;
      members[i] =
          Thread.ofPlatform()
              .name("perilune-worker-" + worker)
              .daemon()
              .unstarted(() -> serve(worker));
    }
    for (Thread member : members) {
      member.start();
    }
  }

  /** The size of the team with the caller. */
  public int threads() {
    return members.length + 1;
  }

  /**
   * Splits {@code count} items into chunks of {@code grain} items (the last may be smaller), which
   * the members take one after the other in ascending order, and returns when all are done.
   *
   * @throws RuntimeException or Error that a task threw; chunks not yet begun are then left out
   * @throws IllegalStateException if a section is running or the team is closed
   */
  public void run(int count, int grain, Task task) {
    if (count < 0 || grain < 1) {
      throw new IllegalArgumentException(count + " items in chunks of " + grain);
    }
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("the team runs a section already, or is closed");
    }
    try {
      this.task = task;
      this.count = count;
      this.grain = grain;
      this.chunks = Math.ceilDiv(count, grain);
      nextChunk.set(0);
      boolean shared = chunks > 1 && members.length > 0;
      if (shared) {
        open();
      }
      takeChunks(0);
      if (shared) {
        awaitMembers();
      }
      rethrow(failure.getAndSet(null));
    } finally {
      this.task = null;
      busy.set(false);
    }
  }

  /** Ends the threads. The team must not be running a section. */
  @Override
  public void close() {
    if ((state.get() & CLOSED) != 0) {
      return;
    }
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("the team is running a section");
    }
    state.set(CLOSED);
    for (Thread member : members) {
      LockSupport.unpark(member);
    }
    try {
      for (Thread member : members) {
        member.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void open() {
    long section = (state.get() >>> SECTION_SHIFT) + 1;
    state.set(section << SECTION_SHIFT | OPEN);
    if (sleepers.get() > 0) {
      for (Thread member : members) {
        LockSupport.unpark(member);
      }
    }
  }

  /** Closes the section to members that have not joined it and waits for those that have. */
  private void awaitMembers() {
    long left = state.addAndGet(-OPEN);
    for (int spins = 0; (left & MEMBERS) != 0; spins++, left = state.get()) {
      if (spins < SPINS_BEFORE_YIELDING) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  private void serve(int worker) {
    long served = 0;
    int spins = 0;
    for (long seen = state.get(); (seen & CLOSED) == 0; seen = state.get()) {
      if (isNew(seen, served)) {
        if (state.compareAndSet(seen, seen + 1)) {
          served = seen >>> SECTION_SHIFT;
          spins = 0;
          takeChunks(worker);
          state.decrementAndGet();
        }
      } else if (spins++ < SPINS_BEFORE_PARKING) {
        Thread.onSpinWait();
      } else {
        sleepers.incrementAndGet();
        long now = state.get();
        if (!isNew(now, served) && (now & CLOSED) == 0) {
          LockSupport.park(this);
          Thread.interrupted(); // a task may have left it set; park would return at once
        }
        sleepers.decrementAndGet();
      }
    }
  }

  private static boolean isNew(long state, long served) {
    return (state & OPEN) != 0 && state >>> SECTION_SHIFT != served;
  }

  private void takeChunks(int worker) {
    try {
      for (int chunk = nextChunk.getAndIncrement();
          Integer.compareUnsigned(chunk, chunks) < 0;
          chunk = nextChunk.getAndIncrement()) {
        int from = chunk * grain;
        task.run(from, Math.min(grain, count - from) + from, worker);
      }
    } catch (Throwable e) {
      failure.compareAndSet(null, e);
      nextChunk.set(chunks);
    }
  }

  private static void rethrow(Throwable failure) {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("a task threw a checked exception", failure);
    }
  }
}
