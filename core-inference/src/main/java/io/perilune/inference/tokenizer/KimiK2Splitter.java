package io.perilune.inference.tokenizer;

import static io.perilune.inference.tokenizer.CharacterClass.HAN;
import static io.perilune.inference.tokenizer.CharacterClass.LETTER;
import static io.perilune.inference.tokenizer.CharacterClass.NEWLINE;
import static io.perilune.inference.tokenizer.CharacterClass.NUMBER;
import static io.perilune.inference.tokenizer.CharacterClass.WORD_FRONT;
import static io.perilune.inference.tokenizer.CharacterClass.WORD_REST;

/**
 * Kimi-K2's pattern, with F for the characters of a word's front and R for those of its rest (marks
 * and letters without case are both):
 *
 * <pre>
 * [\p{Han}]+
 * [^\r\n\p{L}\p{N}]?F*R+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 * [^\r\n\p{L}\p{N}]?F+R*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 * \p{N}{1,3}
 *  ?[^\s\p{L}\p{N}]+[\r\n]*
 * \s*[\r\n]+
 * \s+(?!\S)
 * \s+
 * </pre>
 */
final class KimiK2Splitter extends Splitter {
  private static final int NONE = -1;

  @Override
  int pieceEnd(String text, int from) {
    int c = text.codePointAt(from);
    int flags = CharacterClass.of(c);
    if ((flags & HAN) != 0) {
      return CharacterClass.runOf(HAN, text, from);
    }
    int afterPrefix =
        (flags & (NEWLINE | LETTER | NUMBER)) == 0 ? from + Character.charCount(c) : from;
    int word = wordEnd(text, from, afterPrefix);
    if (word != NONE) {
      return contractionEnd(text, word);
    }
    int end = numbersEnd(text, from, 3);
    if (end == from) {
      end = symbolsEnd(text, from);
    }
    return end == from ? whiteSpaceEnd(text, from) : end;
  }

  /** A pattern tries its optional prefix first, then goes without; a mark may be either. */
  private static int wordEnd(String text, int from, int afterPrefix) {
    int end = frontAndRestEnd(text, afterPrefix);
    if (end == NONE && afterPrefix > from) {
      end = frontAndRestEnd(text, from);
    }
    if (end == NONE) {
      // No rest follows, or the pattern above would have matched.
      int front = CharacterClass.runOf(WORD_FRONT, text, afterPrefix);
      end = front == afterPrefix ? NONE : front;
    }
    return end;
  }

  /**
   * {@code F*R+}. The front is greedy: where nothing but rest follows it, the rest goes on from
   * there; otherwise the front gives back as little as possible, to its last character that is rest
   * as well.
   */
  private static int frontAndRestEnd(String text, int from) {
    int lastBoth = NONE;
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int flags = CharacterClass.of(c);
      if ((flags & WORD_FRONT) == 0) {
        return (flags & WORD_REST) == 0 ? lastBoth : CharacterClass.runOf(WORD_REST, text, i);
      }
      i += Character.charCount(c);
      if ((flags & WORD_REST) != 0) {
        lastBoth = i;
      }
    }
    return lastBoth;
  }
}
