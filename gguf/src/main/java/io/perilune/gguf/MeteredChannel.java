package io.perilune.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Passes bytes on and counts them. */
final class MeteredChannel implements WritableByteChannel {
  private final WritableByteChannel target;
  private final GgufProgress progress;
  private final long total;
  private long written;

  MeteredChannel(WritableByteChannel target, GgufProgress progress, long total) {
    this.target = target;
    this.progress = progress;
    this.total = total;
  }

  long written() {
    return written;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    int bytes = target.write(source);
    written += bytes;
    progress.written(written, total);
    return bytes;
  }

  @Override
  public boolean isOpen() {
    return target.isOpen();
  }

  /** Leaves the target open: it belongs to who made it. */
  @Override
  public void close() {}
}
