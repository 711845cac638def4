package io.perilune.server.load;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks for threads that still answer requests, virtual ones among them. */
final class Leftovers {
  private static final String ANSWERING = "io.perilune.server.answer.";

  private Leftovers() {}

  /** Whether a thread is in the midst of an answer. */
  static boolean anyThreadAnswers(Path folder) {
    try {
      Path dump = Files.createTempDirectory(folder, "threads").resolve("dump.txt");
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(dump.toAbsolutePath().toString(), ThreadDumpFormat.TEXT_PLAIN);
      return Files.readString(dump).contains(ANSWERING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
