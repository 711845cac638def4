package io.perilune.inference.constraint;

/**
 * Remembers partial masks by the part above them, their frame and its count. Of bounded size.
 * Thread-safe.
 */
final class MaskStore {
  /** The memory that parts may take, in bytes; then all are forgotten. */
  static final long MAX_BYTES = 8L << 20;

  private static final int MIN_SLOTS = 256;

  /** Identifiers of shared parts are even, those of a generation's own are odd. */
  private static final int ID_STEP = 2;

  /** Open addressing: parts by the part above them, frame and count. */
  private int[] keys = new int[3 * MIN_SLOTS];

  private PartialMask[] parts = new PartialMask[MIN_SLOTS];
  private int size;
  private long bytes;
  private int nextId;

  private MaskStore(int firstId) {
    nextId = firstId;
  }

  /** For what all generations of a grammar share. */
  static MaskStore shared() {
    return new MaskStore(0);
  }

  /** For what depends on the variables of one. */
  static MaskStore own() {
    return new MaskStore(1);
  }

  /** The memory that the parts take, in bytes. */
  synchronized long bytesUsed() {
    return bytes;
  }

  /** A number that no other part has. */
  synchronized int newId() {
    int id = nextId;
    nextId += ID_STEP;
    return id;
  }

  /** A remembered part, or null. */
  synchronized PartialMask get(int above, int frame, int count) {
    return parts[slot(above, frame, count)];
  }

  /** Remembers a part that is not there yet, or there again. */
  synchronized void put(int above, int frame, int count, PartialMask part) {
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
    if (parts[slot] != null) {
      return;
    }
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
