package io.perilune.inference.constraint;

import io.perilune.inference.tokenizer.Tokenizer;
import java.util.Arrays;

/**
 * The bytes of all tokens that are text, as a tree with one byte to a level. The nodes are numbered
 * in depth-first order, the root is 0: what is below a node comes directly after it. Immutable.
 */
final class TokenTrie {
  static final int ROOT = 0;

  private final int vocabularySize;
  private final byte[] bytes;

  /** Where the bytes of each token begin; one more than tokens. */
  private final int[] offsets;

  /** The tokens in order of their bytes, which is also the order of their nodes. */
  private final int[] sorted;

  private final byte[] labels;
  private final short[] depths;
  private final int[] ends;

  /** Where the tokens of each node begin in {@link #sorted}; one more than nodes. */
  private final int[] tokenStarts;

  private final int longest;

  /** The tree of a vocabulary without its control tokens and those that end a generation. */
  TokenTrie(Tokenizer tokenizer) {
    vocabularySize = tokenizer.vocabularySize();
    byte[][] texts = texts(tokenizer);
    offsets = new int[vocabularySize + 1];
    for (int token = 0; token < vocabularySize; token++) {
      offsets[token + 1] = Math.addExact(offsets[token], texts[token].length);
    }
    longest = Arrays.stream(texts).mapToInt(text -> text.length).max().orElse(0);
    bytes = new byte[offsets[vocabularySize]];
    Integer[] order = new Integer[vocabularySize];
    for (int token = 0; token < vocabularySize; token++) {
      System.arraycopy(texts[token], 0, bytes, offsets[token], texts[token].length);
      order[token] = token;
    }
    Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(texts[a], texts[b]));
    int empty = 0;
    while (empty < vocabularySize && texts[order[empty]].length == 0) {
      empty++;
    }
    sorted = new int[vocabularySize - empty];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = order[empty + i];
    }
    int nodes = countNodes(texts);
    labels = new byte[nodes];
    depths = new short[nodes];
    ends = new int[nodes];
    tokenStarts = new int[nodes + 1];
    fillNodes(texts);
  }

  /** The bytes of each token; none if it is not text. */
  private static byte[][] texts(Tokenizer tokenizer) {
    byte[][] texts = new byte[tokenizer.vocabularySize()][];
    for (int token = 0; token < texts.length; token++) {
      byte[] text = tokenizer.isControl(token) ? new byte[0] : tokenizer.bytes(token);
      texts[token] = text.length > Short.MAX_VALUE ? new byte[0] : text;
    }
    for (int token : tokenizer.endOfGeneration()) {
      texts[token] = new byte[0];
    }
    return texts;
  }

  private int countNodes(byte[][] texts) {
    int count = 1;
    for (int i = 0; i < sorted.length; i++) {
      count += texts[sorted[i]].length - shared(texts, i);
    }
    return count;
  }

  /** How many bytes a token has in common with the one before it. */
  private int shared(byte[][] texts, int index) {
    byte[] text = texts[sorted[index]];
    int mismatch = index == 0 ? 0 : Arrays.mismatch(texts[sorted[index - 1]], text);
    return mismatch < 0 ? text.length : mismatch;
  }

  private void fillNodes(byte[][] texts) {
    int[] path = new int[longest + 1];
    int depth = 0;
    int count = 1;
    for (int i = 0; i < sorted.length; i++) {
      byte[] text = texts[sorted[i]];
      for (int shared = shared(texts, i); depth > shared; depth--) {
        ends[path[depth]] = count;
      }
      for (; depth < text.length; count++) {
        labels[count] = text[depth++];
        depths[count] = (short) depth;
        tokenStarts[count] = i;
        path[depth] = count;
      }
    }
    for (; depth >= 0; depth--) {
      ends[path[depth]] = count;
    }
    tokenStarts[count] = sorted.length;
  }

  int vocabularySize() {
    return vocabularySize;
  }

  /** The greatest number of bytes of a token. */
  int longest() {
    return longest;
  }

  /** The number of a token's bytes; 0 if it is not text. */
  int length(int token) {
    return offsets[token + 1] - offsets[token];
  }

  /** A byte of a token, unsigned. */
  int byteAt(int token, int index) {
    return bytes[offsets[token] + index] & 0xFF;
  }

  /** The last byte on the way to a node, unsigned. */
  int label(int node) {
    return labels[node] & 0xFF;
  }

  int depth(int node) {
    return depths[node];
  }

  /** The first node that is not below {@code node}. */
  int end(int node) {
    return ends[node];
  }

  /** Adds the tokens with the very bytes of a node to a bit set. */
  void addTokens(int node, long[] words) {
    for (int i = tokenStarts[node]; i < tokenStarts[node + 1]; i++) {
      words[sorted[i] >>> 6] |= 1L << sorted[i];
    }
  }
}
