package io.perilune.inference.tokenizer;

import static io.perilune.inference.tokenizer.CharacterClass.LETTER;
import static io.perilune.inference.tokenizer.CharacterClass.NEWLINE;
import static io.perilune.inference.tokenizer.CharacterClass.NUMBER;
import static io.perilune.inference.tokenizer.CharacterClass.WORD_FRONT;
import static io.perilune.inference.tokenizer.CharacterClass.WORD_REST;

/**
 * The pattern of GPT-4o, which cuts words where lower case turns to upper; with F for the
 * characters of a word's front and R for those of its rest (marks and letters without case are
 * both):
 *
 * <pre>
 * [^\r\n\p{L}\p{N}]?F*R+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 * [^\r\n\p{L}\p{N}]?F+R*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
 * \p{N}{1,3}
 *  ?[^\s\p{L}\p{N}]+[\r\n/]*
 * \s*[\r\n]+
 * \s+(?!\S)
 * \s+
 * </pre>
 *
 * Mistral's Tekken has no contractions and single numbers. Kimi-K2 has no slash, and its words have
 * no Han characters.
 */
final class CasedWordSplitter extends Splitter {
  private static final int NONE = -1;

  private final int excluded;
  private final boolean contractions;
  private final int maxNumbers;
  private final boolean slashes;

  /**
   * Creates a splitter.
   *
   * @param excluded flags of {@link CharacterClass} of characters that are never part of a word
   * @param contractions whether a contraction belongs to the word before it
   * @param maxNumbers how many numbers a piece may hold
   * @param slashes whether slashes may stand between the line breaks after symbols
   */
  CasedWordSplitter(int excluded, boolean contractions, int maxNumbers, boolean slashes) {
    this.excluded = excluded;
    this.contractions = contractions;
    this.maxNumbers = maxNumbers;
    this.slashes = slashes;
  }

  @Override
  int pieceEnd(String text, int from) {
    int word = wordEnd(text, from);
    if (word != NONE) {
      return contractions ? contractionEnd(text, word) : word;
    }
    int end = numbersEnd(text, from, maxNumbers);
    if (end == from) {
      end = symbolsEnd(text, from);
      if (slashes && end > from) {
        end = breaksAndSlashesEnd(text, end);
      }
    }
    return end == from ? whiteSpaceEnd(text, from) : end;
  }

  /** A pattern tries its optional prefix first, then goes without; a mark may be either. */
  private int wordEnd(String text, int from) {
    int c = text.codePointAt(from);
    boolean prefix = (CharacterClass.of(c) & (NEWLINE | LETTER | NUMBER)) == 0;
    int afterPrefix = prefix ? from + Character.charCount(c) : from;
    int end = frontAndRestEnd(text, afterPrefix);
    if (end == NONE && prefix) {
      end = frontAndRestEnd(text, from);
    }
    if (end == NONE) {
      // No rest follows, or the pattern above would have matched.
      int front = runOf(WORD_FRONT, text, afterPrefix);
      end = front == afterPrefix ? NONE : front;
    }
    return end;
  }

  /**
   * {@code F*R+}. The front is greedy: where nothing but rest follows it, the rest goes on from
   * there; otherwise the front gives back as little as possible, to its last character that is rest
   * as well.
   */
  private int frontAndRestEnd(String text, int from) {
    int lastBoth = NONE;
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      int flags = wordFlags(c);
      if ((flags & WORD_FRONT) == 0) {
        return (flags & WORD_REST) == 0 ? lastBoth : runOf(WORD_REST, text, i);
      }
      i += Character.charCount(c);
      if ((flags & WORD_REST) != 0) {
        lastBoth = i;
      }
    }
    return lastBoth;
  }

  private int runOf(int flag, String text, int from) {
    int i = from;
    while (i < text.length() && (wordFlags(text.codePointAt(i)) & flag) != 0) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i;
  }

  private int wordFlags(int c) {
    int flags = CharacterClass.of(c);
    return (flags & excluded) == 0 ? flags & (WORD_FRONT | WORD_REST) : 0;
  }

  private static int breaksAndSlashesEnd(String text, int from) {
    int i = from;
    while (i < text.length() && "\r\n/".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }
}
