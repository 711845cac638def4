package io.perilune.server.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows how far work has come, once it has taken a second: a bar on a terminal, else lines. */
final class ProgressBar {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int WIDTH = 40;

  private final PrintWriter out;
  private final boolean terminal;
  private final long start = System.nanoTime();
  private long nextShow = start + PATIENCE_NANOS;
  private boolean drawn;

  ProgressBar(PrintWriter out) {
    this.out = out;
    this.terminal = System.console() != null && System.console().isTerminal();
  }

  /** The time since the bar was made. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Shows, unless it was shown just now.
   *
   * @param done how much of the work is done
   * @param total how much there is
   * @param text what to show beside the bar
   */
  void show(long done, long total, Supplier<String> text) {
    long now = System.nanoTime();
    boolean complete = done == total && drawn;
    if (now < nextShow && !complete) {
      return;
    }
    nextShow = now + (terminal ? REDRAW_NANOS : LINE_NANOS);
    drawn = true;
    double share = total == 0 ? 1 : (double) done / total;
    String line = String.format(Locale.ROOT, "%3.0f %%  %s", 100 * share, text.get());
    if (terminal) {
      int filled = (int) (WIDTH * share);
      out.print("\r[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + line + "   ");
      out.print(complete ? System.lineSeparator() : "");
    } else {
      out.println(line);
    }
    out.flush();
  }
}
