package io.perilune.inference.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void runsEachItemOnceInManySections(int threads) {
    try (Workers workers = new Workers(threads)) {
      for (int section = 0; section < 3000; section++) {
        int count = section % 67;
        int grain = 1 + section % 5;
        AtomicIntegerArray runs = new AtomicIntegerArray(count);
        workers.run(
            count,
            grain,
            (from, to, worker) -> {
              assertTrue(from < to && to - from <= grain && from % grain == 0);
              assertTrue(worker >= 0 && worker < threads);
              for (int i = from; i < to; i++) {
                runs.incrementAndGet(i);
              }
            });
        for (int i = 0; i < count; i++) {
          assertEquals(1, runs.get(i));
        }
      }
    }
  }

  @Test
  void plainWritesOfMembersAreSeenByTheCallerAndTheNextSection() {
    try (Workers workers = new Workers(4)) {
      int[] values = new int[256];
      for (int section = 0; section < 2000; section++) {
        workers.run(
            values.length,
            16,
            (from, to, worker) -> {
              for (int i = from; i < to; i++) {
                values[i]++;
              }
            });
      }
      int[] expected = new int[values.length];
      Arrays.fill(expected, 2000);
      assertArrayEquals(expected, values);
    }
  }

  @Test
  void wakesMembersThatSleep() throws InterruptedException {
    try (Workers workers = new Workers(2)) {
      for (int section = 0; section < 5; section++) {
        Thread.sleep(20);
        CountDownLatch both = new CountDownLatch(2);
        workers.run(
            2,
            1,
            (from, to, worker) -> {
              both.countDown();
              await(both);
            });
      }
    }
  }

  @Test
  void rethrowsWhatATaskThrewAndStaysUsable() {
    try (Workers workers = new Workers(3)) {
      for (int i = 0; i < 200; i++) {
        InternalError thrown = new InternalError("the file was cut");
        int bad = i % 50;
        Error caught =
            assertThrows(
                InternalError.class,
                () ->
                    workers.run(
                        50,
                        1,
                        (from, to, worker) -> {
                          if (from == bad) {
                            throw thrown;
                          }
                        }));
        assertSame(thrown, caught);
        AtomicInteger done = new AtomicInteger();
        workers.run(50, 1, (from, to, worker) -> done.incrementAndGet());
        assertEquals(50, done.get());
      }
    }
  }

  @Test
  void refusesASectionWithinASection() {
    try (Workers workers = new Workers(2)) {
      assertThrows(
          IllegalStateException.class,
          () -> workers.run(1, 1, (from, to, worker) -> workers.run(1, 1, (f, t, w) -> {})));
      workers.run(1, 1, (from, to, worker) -> {});
    }
  }

  @Test
  void closingEndsTheThreads() {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    Workers workers = new Workers(2);
    CountDownLatch both = new CountDownLatch(2);
    workers.run(
        2,
        1,
        (from, to, worker) -> {
          both.countDown();
          await(both);
          seen.add(Thread.currentThread());
        });
    workers.close();
    workers.close();
    seen.remove(Thread.currentThread());
    assertEquals(1, seen.size());
    Thread member = seen.iterator().next();
    assertFalse(member.isAlive());
    assertTrue(member.isDaemon());
    assertEquals("perilune-worker-1", member.getName());
    assertThrows(IllegalStateException.class, () -> workers.run(1, 1, (f, t, w) -> {}));
  }

  @Test
  void refusesImpossibleSizes() {
    assertThrows(IllegalArgumentException.class, () -> new Workers(0));
    assertThrows(IllegalArgumentException.class, () -> new Workers(Workers.MAX_THREADS + 1));
    try (Workers workers = new Workers(1)) {
      assertThrows(IllegalArgumentException.class, () -> workers.run(1, 0, (f, t, w) -> {}));
      assertThrows(IllegalArgumentException.class, () -> workers.run(-1, 1, (f, t, w) -> {}));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
