package io.perilune.server.cli;

import io.perilune.gguf.GgufProgress;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** Shows how far work has come, once it has taken a second: a bar on a terminal, else lines. */
final class ProgressBar implements GgufProgress {
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

  @Override
  public void written(long bytes, long total) {
    long now = System.nanoTime();
    boolean complete = bytes == total && drawn;
    if (now < nextShow && !complete) {
      return;
    }
    nextShow = now + (terminal ? REDRAW_NANOS : LINE_NANOS);
    drawn = true;
    double share = total == 0 ? 1 : (double) bytes / total;
    double seconds = (now - start) / (double) TimeUnit.SECONDS.toNanos(1);
    String text =
        String.format(
            "%3.0f %%  %s of %s, %s/s",
            100 * share,
            new ByteSize(bytes),
            new ByteSize(total),
            new ByteSize((long) (bytes / seconds)));
    if (terminal) {
      int filled = (int) (WIDTH * share);
      out.print("\r[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + text + "   ");
      out.print(complete ? System.lineSeparator() : "");
    } else {
      out.println(text);
    }
    out.flush();
  }
}
