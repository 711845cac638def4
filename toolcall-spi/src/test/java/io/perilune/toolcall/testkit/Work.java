package io.perilune.toolcall.testkit;

import java.lang.management.ManagementFactory;

/** Measures work by the memory that it allocates, which does not depend on the machine's load. */
final class Work {
  private Work() {}

  /**
   * The bytes that this thread allocates meanwhile. The work is done twice, so that what happens
   * once does not count.
   */
  static long allocatedBy(Runnable work) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    work.run();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
