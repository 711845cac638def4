package io.perilune.inference.tokenizer;

import java.util.HashMap;
import java.util.Map;

/** Finds the texts of whole tokens in a text; of several that begin at one place, the longest. */
final class TokenTexts {
  private static final int NONE = -1;

  /** A node of a tree with one character to a level. */
  private static final class Node {
    private final Map<Character, Node> children = new HashMap<>();
    private int token = NONE;
  }

  private final Node root = new Node();

  void add(String text, int token) {
    Node node = root;
    for (int i = 0; i < text.length(); i++) {
      node = node.children.computeIfAbsent(text.charAt(i), c -> new Node());
    }
    node.token = token;
  }

  /** The longest token whose text stands at {@code from}, if there is one. */
  Match at(String text, int from) {
    Node node = root.children.get(text.charAt(from));
    Match longest = null;
    for (int i = from + 1; node != null; i++) {
      if (node.token != NONE) {
        longest = new Match(node.token, i);
      }
      node = i < text.length() ? node.children.get(text.charAt(i)) : null;
    }
    return longest;
  }

  /**
   * A token's text found.
   *
   * @param end where it ends
   */
  record Match(int token, int end) {}
}
