package io.perilune.inference.kv;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the bytes of a {@link PrefixFile} into blocks that nobody knows of, and makes them known
 * when all is read and the checksum is right. Exceptions' messages go on after the file's name.
 */
final class PrefixReader implements AutoCloseable {
  /** What the smallest node takes besides its rows: parent, count, one token, standing. */
  private static final int NODE_BYTES_MIN = 3 * Integer.BYTES + 1;

  private final CheckedBytes bytes;
  private final PrefixCache prefixes;
  private final KvCache cache;
  private final BlockPool pool;

  private final List<PrefixTree> trees = new ArrayList<>();

  /** In the file's order; null for what found no room. */
  private final List<PrefixNode> nodes = new ArrayList<>();

  /** Standing of last of its conversation. */
  private final Map<PrefixNode, String> sessions = new LinkedHashMap<>();

  private boolean known;

  /** Takes blocks of a cache; {@link #close} gives back what has not become known. */
  PrefixReader(FileChannel channel, PrefixCache prefixes) throws IOException {
    this.bytes = new CheckedBytes(channel);
    this.prefixes = prefixes;
    this.cache = prefixes.cache();
    this.pool = cache.pool();
  }

  void read(byte[] model) throws IOException {
    readHeader(model);
    readOwners();
    long least =
        Math.addExact(NODE_BYTES_MIN, Math.multiplyExact(cache.layers(), cache.rowBytes(1)));
    int count = bytes.readCount("nodes", least);
    for (int i = 0; i < count; i++) {
      nodes.add(readNode());
    }
    bytes.finish();
    prefixes.adopt(trees, nodes.stream().filter(node -> node != null).toList(), sessions);
    known = true;
  }

  private void readHeader(byte[] model) throws IOException {
    if (bytes.readLong() != PrefixFormat.MAGIC) {
      throw new PrefixFileException("is none", true);
    }
    int version = bytes.readInt();
    if (version != PrefixFormat.VERSION) {
      throw new PrefixFileException(
          "has version "
              + Integer.toUnsignedString(version)
              + " of its format, and only version "
              + PrefixFormat.VERSION
              + " can be read");
    }
    byte[] digest = new byte[PrefixFile.DIGEST_BYTES];
    bytes.read(MemorySegment.ofArray(digest));
    if (!Arrays.equals(digest, model)) {
      throw new PrefixFileException("was saved with another model");
    }
    requireSame("layers", cache.layers());
    requireSame("values per row", cache.rowWidth());
    requireSame("precision", PrefixFormat.code(cache.precision()));
    requireSame("tokens per block", KvCache.BLOCK_TOKENS);
  }

  private void requireSame(String what, int expected) throws IOException {
    int value = bytes.readInt();
    if (value != expected) {
      throw new PrefixFileException(
          "was saved from a KV cache of another layout ("
              + what
              + ": "
              + Integer.toUnsignedString(value)
              + " there, "
              + expected
              + " here)");
    }
  }

  private void readOwners() throws IOException {
    int count = bytes.readCount("owners", Integer.BYTES);
    Map<String, PrefixTree> byName = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      String name = bytes.readName(PrefixCache.OWNER_LENGTH_MAX);
      if (byName.put(name, new PrefixTree(name)) != null) {
        throw bytes.damaged("an owner stands there twice");
      }
    }
    trees.addAll(byName.values());
  }

  /** Null if there is no room for it. */
  private PrefixNode readNode() throws IOException {
    PrefixNode parent = parent(bytes.readInt());
    int size = bytes.readInt();
    if (size < 1 || size > KvCache.BLOCK_TOKENS) {
      throw bytes.damaged("a block has " + Integer.toUnsignedString(size) + " tokens");
    }
    int[] tokens = new int[size];
    for (int i = 0; i < size; i++) {
      tokens[i] = bytes.readInt();
    }
    byte standing = bytes.readByte();
    if (standing < PrefixFormat.PLAIN || standing > PrefixFormat.LAST) {
      throw bytes.damaged("a block's standing is " + standing);
    }
    String session =
        standing == PrefixFormat.LAST ? bytes.readName(PrefixCache.SESSION_LENGTH_MAX) : "";
    if (parent == null || pool.freeCount() == 0) {
      bytes.skip(Math.multiplyExact(cache.layers(), cache.rowBytes(size)));
      return null;
    }
    PrefixNode node = addNode(parent, tokens);
    if (standing == PrefixFormat.LEFT) {
      node.worth().weight = EvictionOrder.LEFT;
    } else if (!session.isEmpty()) {
      sessions.put(node, session);
    }
    for (int layer = 0; layer < cache.layers(); layer++) {
      bytes.read(cache.rows(node.block(), layer, size));
    }
    return node;
  }

  private PrefixNode parent(int number) throws IOException {
    if (number < 0) {
      int owner = -1 - number;
      if (owner >= trees.size()) {
        throw bytes.damaged("a block belongs to no owner");
      }
      return trees.get(owner).root();
    }
    if (number >= nodes.size()) {
      throw bytes.damaged("a block stands before its parent");
    }
    return nodes.get(number);
  }

  private PrefixNode addNode(PrefixNode parent, int[] tokens) throws IOException {
    PrefixNode closest = parent.closestChild(tokens, 0, tokens.length);
    int common = closest == null ? 0 : closest.common(tokens, 0, tokens.length);
    boolean again = closest != null && (common == tokens.length || common == closest.size());
    if (again || !parent.isRoot() && parent.size() < KvCache.BLOCK_TOKENS) {
      throw bytes.damaged("its blocks are no tree");
    }
    PrefixNode node = new PrefixNode(parent, tokens, pool.take());
    parent.add(node);
    return node;
  }

  @Override
  public void close() {
    if (!known) {
      for (PrefixTree tree : trees) {
        for (PrefixNode node : PrefixTree.subtree(tree.root())) {
          if (!node.isRoot()) {
            pool.release(node.block());
          }
        }
      }
    }
  }
}
