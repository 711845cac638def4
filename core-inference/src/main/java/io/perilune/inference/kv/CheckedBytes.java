package io.perilune.inference.kv;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * The bytes of a file from its beginning to the checksum at its end. Nothing is read or allocated
 * that the rest of the file cannot hold.
 */
final class CheckedBytes {
  private static final int BUFFER_BYTES_MAX = 1 << 18;

  private final FileChannel channel;
  private final CRC32C checksum = new CRC32C();
  private final ByteBuffer buffer;

  /** Bytes before the checksum that have not been handed out. */
  private long remaining;

  /** Bytes before the checksum that are not in the buffer yet. */
  private long unread;

  CheckedBytes(FileChannel channel) throws IOException {
    this.channel = channel;
    this.remaining = channel.size() - PrefixFormat.CHECKSUM_BYTES;
    this.unread = remaining;
    if (remaining < Long.BYTES) {
      throw new PrefixFileException("is none", true);
    }
    int capacity = (int) Math.min(BUFFER_BYTES_MAX, channel.size() + Long.BYTES);
    this.buffer = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  }

  byte readByte() throws IOException {
    require(Byte.BYTES);
    return buffer.get();
  }

  int readInt() throws IOException {
    require(Integer.BYTES);
    return buffer.getInt();
  }

  long readLong() throws IOException {
    require(Long.BYTES);
    return buffer.getLong();
  }

  /** A number of things of which each takes at least {@code bytesEach}. */
  int readCount(String what, long bytesEach) throws IOException {
    int count = readInt();
    if (count < 0 || count > remaining / bytesEach) {
      throw damaged("it is too short for " + Integer.toUnsignedString(count) + " " + what);
    }
    return count;
  }

  String readName(int lengthMax) throws IOException {
    int length = readCount("characters of a name", Character.BYTES);
    if (length > lengthMax) {
      throw damaged("a name has " + length + " characters");
    }
    StringBuilder name = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      require(Character.BYTES);
      name.append(buffer.getChar());
    }
    return name.toString();
  }

  /** Fills a segment. */
  void read(MemorySegment target) throws IOException {
    long size = target.byteSize();
    requireRemaining(size);
    for (long done = 0; done < size; ) {
      int n = (int) Math.min(available(1), size - done);
      MemorySegment.copy(MemorySegment.ofBuffer(buffer), 0, target, done, n);
      advance(n);
      done += n;
    }
  }

  void skip(long count) throws IOException {
    requireRemaining(count);
    for (long left = count; left > 0; ) {
      int n = (int) Math.min(available(1), left);
      advance(n);
      left -= n;
    }
  }

  /** All has been read: compares the checksum. */
  void finish() throws IOException {
    if (remaining != 0) {
      throw damaged(remaining + " bytes are left over");
    }
    int actual = (int) checksum.getValue();
    buffer.clear().limit(PrefixFormat.CHECKSUM_BYTES);
    fill();
    if (buffer.getInt() != actual) {
      throw damaged("its checksum is wrong");
    }
  }

  PrefixFileException damaged(String how) {
    return new PrefixFileException("is damaged: " + how);
  }

  private void require(int bytes) throws IOException {
    requireRemaining(bytes);
    available(bytes);
    remaining -= bytes;
  }

  private void requireRemaining(long bytes) throws IOException {
    if (bytes > remaining) {
      throw damaged("it ends too early");
    }
  }

  private void advance(int bytes) {
    buffer.position(buffer.position() + bytes);
    remaining -= bytes;
  }

  /** Sees to at least so many bytes in the buffer; returns how many are there. */
  private int available(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      buffer.compact();
      int kept = buffer.position();
      buffer.limit((int) Math.min(buffer.capacity(), kept + unread));
      fill();
      unread -= buffer.limit() - kept;
      buffer.position(kept);
      checksum.update(buffer);
      buffer.position(0);
    }
    return buffer.remaining();
  }

  /** Reads up to the buffer's limit, then goes back to its beginning. */
  private void fill() throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw damaged("it has become shorter");
      }
    }
    buffer.position(0);
  }
}
