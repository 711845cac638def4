package io.perilune.inference.constraint;

/**
 * Tokens that are allowed as far as some of the topmost frames of a stack can tell.
 *
 * @param id a number that no other has had
 * @param words a bit for each token, or null if they are few
 * @param tokens the tokens if they are few, or null
 * @param exits nodes of the vocabulary's tree where these frames are done and the frame below has
 *     to tell what may follow
 */
record PartialMask(int id, long[] words, int[] tokens, int[] exits) {
  /** Stands for one that takes too long to find. */
  static final PartialMask GIVEN_UP = new PartialMask(-1, null, new int[0], new int[0]);

  /** Makes one from a bit for each token, which are copied. */
  static PartialMask of(int id, long[] allowed, int[] exits) {
    int count = 0;
    for (long word : allowed) {
      count += Long.bitCount(word);
    }
    if (count > 2 * allowed.length) {
      return new PartialMask(id, allowed.clone(), null, exits);
    }
    int[] tokens = new int[count];
    int next = 0;
    for (int i = 0; i < allowed.length; i++) {
      for (long rest = allowed[i]; rest != 0; rest &= rest - 1) {
        tokens[next++] = i * Long.SIZE + Long.numberOfTrailingZeros(rest);
      }
    }
    return new PartialMask(id, null, tokens, exits);
  }

  void addTo(long[] mask) {
    if (words != null) {
      for (int i = 0; i < mask.length; i++) {
        mask[i] |= words[i];
      }
    } else {
      for (int token : tokens) {
        mask[token >>> 6] |= 1L << token;
      }
    }
  }

  long bytesUsed() {
    long ofMask = words != null ? 8L * words.length : 4L * tokens.length;
    return ofMask + 4L * exits.length + 64;
  }
}
