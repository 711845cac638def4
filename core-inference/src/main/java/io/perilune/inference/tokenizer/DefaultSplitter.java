package io.perilune.inference.tokenizer;

import static io.perilune.inference.tokenizer.CharacterClass.LETTER;
import static io.perilune.inference.tokenizer.CharacterClass.NUMBER;
import static io.perilune.inference.tokenizer.CharacterClass.PUNCTUATION;
import static io.perilune.inference.tokenizer.CharacterClass.SPACE;

/**
 * The cut that GGUF run times make for vocabularies that name no pattern. Four patterns are applied
 * one after the other, each to the pieces that the one before has left; what a pattern does not
 * match stays a piece:
 *
 * <pre>
 * [\p{P}\$\+&lt;=&gt;\^~\|]+
 * 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)
 * \p{N}+
 * [0-9][0-9][0-9]
 * </pre>
 *
 * The first takes every apostrophe, so the second never meets a contraction.
 */
final class DefaultSplitter extends Splitter {
  private static final String OTHER_MARKS = "$+<=>^~|";

  @Override
  int pieceEnd(String text, int from) {
    int c = text.codePointAt(from);
    if (isMark(c)) {
      return marksEnd(text, from);
    }
    int flags = CharacterClass.of(c);
    if ((flags & SPACE) != 0) {
      return afterWhiteSpace(text, from);
    }
    if ((flags & LETTER) != 0) {
      return CharacterClass.runOf(LETTER, text, from);
    }
    if ((flags & NUMBER) != 0) {
      return numbersEnd(text, from);
    }
    return othersEnd(text, from);
  }

  /** A blank belongs to the word or symbols after it, but not to numbers or marks. */
  private static int afterWhiteSpace(String text, int from) {
    int next = from + 1;
    if (text.charAt(from) == ' ' && next < text.length()) {
      int c = text.codePointAt(next);
      int flags = CharacterClass.of(c);
      if ((flags & LETTER) != 0) {
        return CharacterClass.runOf(LETTER, text, next);
      }
      if ((flags & (SPACE | NUMBER)) == 0 && !isMark(c)) {
        return othersEnd(text, next);
      }
    }
    int end = CharacterClass.runOf(SPACE, text, from);
    boolean marksFollow = end < text.length() && isMark(text.codePointAt(end));
    return blanksEnd(text, from, end, marksFollow ? end : text.length());
  }

  private static int marksEnd(String text, int from) {
    int i = from;
    while (i < text.length() && isMark(text.codePointAt(i))) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i;
  }

  private static int othersEnd(String text, int from) {
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if ((CharacterClass.of(c) & (SPACE | LETTER | NUMBER)) != 0 || isMark(c)) {
        break;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  /** Numbers, cut before and after three ASCII digits. */
  private static int numbersEnd(String text, int from) {
    int i = from;
    while (i < text.length()) {
      if (threeDigits(text, i)) {
        return i == from ? from + 3 : i;
      }
      int end = numbersEnd(text, i, 1);
      if (end == i) {
        break;
      }
      i = end;
    }
    return i;
  }

  private static boolean threeDigits(String text, int from) {
    return from + 3 <= text.length()
        && isDigit(text.charAt(from))
        && isDigit(text.charAt(from + 1))
        && isDigit(text.charAt(from + 2));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isMark(int c) {
    return (CharacterClass.of(c) & PUNCTUATION) != 0 || OTHER_MARKS.indexOf(c) >= 0;
  }
}
