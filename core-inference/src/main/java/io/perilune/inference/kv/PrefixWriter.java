package io.perilune.inference.kv;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Writes the bytes of a {@link PrefixFile}. */
final class PrefixWriter {
  private static final int BUFFER_BYTES = 1 << 18;

  /** Ancestors are used whenever a node is, so this is also parents first. */
  private static final Comparator<PrefixNode> LAST_USED_FIRST =
      Comparator.<PrefixNode>comparingLong(node -> -node.worth().lastUse)
          .thenComparingInt(PrefixNode::depth);

  private final WritableByteChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C checksum = new CRC32C();

  PrefixWriter(WritableByteChannel channel) {
    this.channel = channel;
  }

  void write(PrefixCache prefixes, byte[] model) throws IOException {
    KvCache cache = prefixes.cache();
    List<PrefixNode> nodes = prefixes.nodes();
    nodes.sort(LAST_USED_FIRST);
    Map<PrefixTree, Integer> owners = new LinkedHashMap<>();
    for (PrefixNode node : nodes) {
      owners.putIfAbsent(node.tree(), owners.size());
    }
    putLong(PrefixFormat.MAGIC);
    putInt(PrefixFormat.VERSION);
    put(MemorySegment.ofArray(model));
    putInt(cache.layers());
    putInt(cache.rowWidth());
    putInt(PrefixFormat.code(cache.precision()));
    putInt(KvCache.BLOCK_TOKENS);
    putInt(owners.size());
    for (PrefixTree tree : owners.keySet()) {
      putName(tree.owner());
    }
    putInt(nodes.size());
    Map<PrefixNode, Integer> numbers = new HashMap<>();
    for (PrefixNode node : nodes) {
      PrefixNode parent = node.parent();
      putInt(parent.isRoot() ? -1 - owners.get(node.tree()) : numbers.get(parent));
      putNode(node, cache);
      numbers.put(node, numbers.size());
    }
    flush();
    putInt((int) checksum.getValue());
    flush();
  }

  private void putNode(PrefixNode node, KvCache cache) throws IOException {
    putInt(node.size());
    for (int i = 0; i < node.size(); i++) {
      putInt(node.token(i));
    }
    String session = node.tree().session(node);
    if (!session.isEmpty()) {
      putByte(PrefixFormat.LAST);
      putName(session);
    } else {
      boolean left = node.worth().weight == EvictionOrder.LEFT;
      putByte(left ? PrefixFormat.LEFT : PrefixFormat.PLAIN);
    }
    for (int layer = 0; layer < cache.layers(); layer++) {
      put(cache.rows(node.block(), layer, node.size()));
    }
  }

  private void putName(String name) throws IOException {
    putInt(name.length());
    for (int i = 0; i < name.length(); i++) {
      room(Character.BYTES);
      buffer.putChar(name.charAt(i));
    }
  }

  private void put(MemorySegment bytes) throws IOException {
    long done = 0;
    while (done < bytes.byteSize()) {
      room(1);
      int n = (int) Math.min(buffer.remaining(), bytes.byteSize() - done);
      MemorySegment.copy(bytes, done, MemorySegment.ofBuffer(buffer), 0, n);
      buffer.position(buffer.position() + n);
      done += n;
    }
  }

  private void putByte(byte value) throws IOException {
    room(Byte.BYTES);
    buffer.put(value);
  }

  private void putInt(int value) throws IOException {
    room(Integer.BYTES);
    buffer.putInt(value);
  }

  private void putLong(long value) throws IOException {
    room(Long.BYTES);
    buffer.putLong(value);
  }

  private void room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  private void flush() throws IOException {
    buffer.flip();
    checksum.update(buffer);
    buffer.rewind();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }
}
