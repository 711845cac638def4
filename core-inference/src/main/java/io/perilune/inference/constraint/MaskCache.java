package io.perilune.inference.constraint;

/**
 * The tokens that positions allow, remembered in parts: for a state what it allows by itself, and
 * for each frame below it what that allows to follow. Positions that differ only in frames that no
 * token reaches thus share a part. Thread-safe.
 */
final class MaskCache {
  /** The memory that parts may take, in bytes; then all are forgotten. */
  static final long MAX_BYTES = 8L << 20;

  /** As the part above a state: none. */
  private static final int NO_PART = -1;

  private static final int MIN_SLOTS = 256;

  private final Automaton automaton;
  private final TokenTrie trie;
  private MaskWalker walker;

  /** Open addressing: parts by the part above them, frame and count. */
  private int[] keys = new int[3 * MIN_SLOTS];

  private PartialMask[] parts = new PartialMask[MIN_SLOTS];
  private int size;
  private long bytes;
  private int nextId;

  MaskCache(Automaton automaton, TokenTrie trie) {
    this.automaton = automaton;
    this.trie = trie;
  }

  /** The memory that the parts take, in bytes. */
  synchronized long bytesUsed() {
    return bytes;
  }

  /**
   * Adds the text tokens that may follow on positions to a bit set.
   *
   * @return false if that would take too long
   */
  synchronized boolean addAllowed(Positions positions, Stacks stacks, long[] mask) {
    if (walker == null) {
      walker = new MaskWalker(automaton, trie);
    }
    walker.allowSteps();
    for (int i = 0; i < positions.size(); i++) {
      PartialMask part = part(null, positions.state(i), 0);
      int stack = positions.stack(i);
      while (part != null) {
        part.addTo(mask);
        if (part.exits().length == 0 || stack == Stacks.BOTTOM) {
          break;
        }
        int frame = stacks.frame(stack);
        part = part(part, frame, representative(frame, stacks.count(stack)));
        stack = stacks.below(stack);
      }
      if (part == null) {
        return false;
      }
    }
    return true;
  }

  /** A count that allows the same tokens: no token is long enough to tell them apart. */
  private int representative(int frame, int count) {
    if (frame >= 0) {
      return 0;
    }
    int min = automaton.counters().min()[~frame];
    int max = automaton.counters().max()[~frame];
    int longest = trie.longest();
    if (max - count <= longest) {
      return count;
    }
    if (count >= min) {
      return min;
    }
    return min - count > longest ? 1 : count;
  }

  private PartialMask part(PartialMask above, int frame, int count) {
    int aboveId = above == null ? NO_PART : above.id();
    int slot = slot(aboveId, frame, count);
    if (parts[slot] != null) {
      return parts[slot];
    }
    PartialMask part =
        above == null
            ? walker.fromState(frame, nextId++)
            : walker.fromFrame(frame, count, above.exits(), nextId++);
    if (part != null) {
      put(aboveId, frame, count, part);
    }
    return part;
  }

  private void put(int above, int frame, int count, PartialMask part) {
    if (bytes + part.bytesUsed() > MAX_BYTES) {
      keys = new int[3 * MIN_SLOTS];
      parts = new PartialMask[MIN_SLOTS];
      size = 0;
      bytes = 0;
    }
    if (2 * (size + 1) > parts.length) {
      grow();
    }
    int slot = slot(above, frame, count);
    keys[3 * slot] = above;
    keys[3 * slot + 1] = frame;
    keys[3 * slot + 2] = count;
    parts[slot] = part;
    size++;
    bytes += part.bytesUsed();
  }

  private void grow() {
    int[] oldKeys = keys;
    PartialMask[] oldParts = parts;
    keys = new int[2 * oldKeys.length];
    parts = new PartialMask[2 * oldParts.length];
    for (int old = 0; old < oldParts.length; old++) {
      if (oldParts[old] != null) {
        int slot = slot(oldKeys[3 * old], oldKeys[3 * old + 1], oldKeys[3 * old + 2]);
        System.arraycopy(oldKeys, 3 * old, keys, 3 * slot, 3);
        parts[slot] = oldParts[old];
      }
    }
  }

  /** The slot of a part, or the empty slot where it would be. */
  private int slot(int above, int frame, int count) {
    int hash = ((above * 31 + frame) * 31 + count) * 0x9E3779B9;
    int slot = (hash ^ hash >>> 16) & parts.length - 1;
    while (parts[slot] != null
        && !(keys[3 * slot] == above
            && keys[3 * slot + 1] == frame
            && keys[3 * slot + 2] == count)) {
      slot = slot + 1 & parts.length - 1;
    }
    return slot;
  }
}
