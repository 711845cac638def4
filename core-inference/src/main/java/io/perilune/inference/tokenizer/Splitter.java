package io.perilune.inference.tokenizer;

import static io.perilune.inference.tokenizer.CharacterClass.LETTER;
import static io.perilune.inference.tokenizer.CharacterClass.NEWLINE;
import static io.perilune.inference.tokenizer.CharacterClass.NUMBER;
import static io.perilune.inference.tokenizer.CharacterClass.SPACE;

/**
 * Cuts text into pieces. The class also holds the parts that the patterns share. Stateless: where a
 * piece ends depends on the text from its beginning on only.
 */
abstract class Splitter {
  /**
   * The end of the piece that begins at {@code from}.
   *
   * @param from the beginning of a code point in {@code text}
   * @return greater than {@code from}, at most {@code text.length()}
   */
  abstract int pieceEnd(String text, int from);

  /**
   * {@code (?i:'s|'t|'re|'ve|'m|'ll|'d)?}: the end of a contraction, or {@code from}. Ignoring case
   * makes the long s, U+017F, an s as well.
   */
  static int contractionEnd(String text, int from) {
    if (from + 1 >= text.length() || text.charAt(from) != '\'') {
      return from;
    }
    char first = text.charAt(from + 1);
    char second = from + 2 < text.length() ? text.charAt(from + 2) : 0;
    return switch (first) {
      case 's', 'S', 'ſ', 't', 'T', 'm', 'M', 'd', 'D' -> from + 2;
      case 'r', 'R', 'v', 'V' -> second == 'e' || second == 'E' ? from + 3 : from;
      case 'l', 'L' -> second == 'l' || second == 'L' ? from + 3 : from;
      default -> from;
    };
  }

  /** {@code \p{N}{1,max}}: the end of at most {@code max} numbers, or {@code from}. */
  static int numbersEnd(String text, int from, int max) {
    int i = from;
    for (int count = 0; count < max && i < text.length(); count++) {
      int c = text.codePointAt(i);
      if ((CharacterClass.of(c) & NUMBER) == 0) {
        break;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  /** <code> ?[^\s\p{L}\p{N}]+[\r\n]*</code>: the end of a run of symbols, or {@code from}. */
  static int symbolsEnd(String text, int from) {
    int begin = text.charAt(from) == ' ' ? from + 1 : from;
    int end = CharacterClass.runOfOthers(SPACE | LETTER | NUMBER, text, begin);
    return end == begin ? from : CharacterClass.runOf(NEWLINE, text, end);
  }

  /**
   * {@code \s*[\r\n]+|\s+(?!\S)|\s+}: white space up to its last line break; or, without one, up to
   * the last blank before other text, which is left to the following word.
   */
  static int whiteSpaceEnd(String text, int from) {
    int end = CharacterClass.runOf(SPACE, text, from);
    for (int i = end; i > from; i--) {
      if ((CharacterClass.of(text.charAt(i - 1)) & NEWLINE) != 0) {
        return i;
      }
    }
    return blanksEnd(text, from, end, text.length());
  }

  /**
   * {@code \s+(?!\S)|\s+}, given that {@code [from, end)} is a run of white space in a text that
   * ends at {@code limit}. All white space lies in the basic plane, so a blank is one {@code char}.
   */
  static int blanksEnd(String text, int from, int end, int limit) {
    return end == limit || end == from + 1 ? end : end - 1;
  }
}
