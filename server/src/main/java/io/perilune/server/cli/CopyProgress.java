package io.perilune.server.cli;

import io.perilune.gguf.GgufProgress;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;

/** Shows how much of a file is written, and how fast. */
final class CopyProgress implements GgufProgress {
  private final ProgressBar bar;

  CopyProgress(PrintWriter out) {
    this.bar = new ProgressBar(out);
  }

  @Override
  public void written(long bytes, long total) {
    bar.show(bytes, total, () -> text(bytes, total));
  }

  private String text(long bytes, long total) {
    double seconds = bar.elapsed().toNanos() / (double) TimeUnit.SECONDS.toNanos(1);
    return new ByteSize(bytes)
        + " of "
        + new ByteSize(total)
        + ", "
        + new ByteSize((long) (bytes / seconds))
        + "/s";
  }
}
