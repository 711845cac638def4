package io.perilune.toolcall.testkit;

import java.lang.management.ManagementFactory;

/** Measures work by the memory that it allocates, which does not depend on the machine's load. */
final class Work {
  private static final int WARM_UPS = 3;

  private Work() {}

  /** Runs a few times, so that what happens once does not count. */
  static void warmUp(Runnable work) {
    for (int i = 0; i < WARM_UPS; i++) {
      work.run();
    }
  }

  /** The bytes that this thread allocates meanwhile. */
  static long allocatedBy(Runnable work) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
