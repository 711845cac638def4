package io.perilune.toolcall.parse;

import java.util.List;
import java.util.function.Function;

/** A few ASCII characters, told apart from all others at the cost of one look. */
final class CharacterSet {
  private static final int ASCII = 128;

  private final boolean[] members = new boolean[ASCII];

  private CharacterSet() {}

  /** The characters that these forms name. */
  static CharacterSet of(List<PlainForm> forms, Function<PlainForm, String> characters) {
    CharacterSet set = new CharacterSet();
    forms.stream().map(characters).flatMapToInt(String::chars).forEach(c -> set.members[c] = true);
    return set;
  }

  boolean contains(char c) {
    return c < ASCII && members[c];
  }
}
