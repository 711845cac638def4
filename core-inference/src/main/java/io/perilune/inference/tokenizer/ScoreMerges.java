package io.perilune.inference.tokenizer;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The merges of a SentencePiece vocabulary. It lists none: two tokens merge wherever their texts
 * put together are a token, and the higher that token's score, the earlier.
 */
final class ScoreMerges {
  /**
   * Bytes of the longest token that merging leads to. SentencePiece's makers limit a token to 16
   * characters, unless they are told otherwise; looking for the parts of a token of any length
   * would take time of the square of it.
   */
  private static final int MAX_MERGED = 256;

  private ScoreMerges() {}

  /**
   * The merges.
   *
   * @param scores one for each token
   */
  static MergeTable of(TokenTable tokens, TokenType[] types, float[] scores) {
    MergeTable merges = new MergeTable(tokens.size());
    int[] ranks = ranks(scores);
    for (int id = 0; id < tokens.size(); id++) {
      byte[] token = types[id] == TokenType.NORMAL ? tokens.bytes(id) : new byte[0];
      for (int cut = 1; cut < token.length && token.length <= MAX_MERGED; cut++) {
        if (beginsCharacter(token[cut])) {
          int left = tokens.find(token, 0, cut);
          int right = tokens.find(token, cut, token.length);
          if (left != Vocabulary.NONE && right != Vocabulary.NONE) {
            merges.add(left, right, ranks[id], id);
          }
        }
      }
    }
    return merges;
  }

  /** The place of each token's score among all different scores, the highest first. */
  private static int[] ranks(float[] scores) {
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, id -> id);
    Arrays.sort(order, Comparator.comparing((Integer id) -> scores[id]).reversed());
    int[] ranks = new int[scores.length];
    for (int i = 1; i < order.length; i++) {
      boolean lower = scores[order[i]] < scores[order[i - 1]];
      ranks[order[i]] = ranks[order[i - 1]] + (lower ? 1 : 0);
    }
    return ranks;
  }

  private static boolean beginsCharacter(byte value) {
    return (value & 0xC0) != 0x80;
  }
}
