package io.perilune.inference.tokenizer;

import static io.perilune.inference.tokenizer.CharacterClass.LETTER;
import static io.perilune.inference.tokenizer.CharacterClass.NEWLINE;
import static io.perilune.inference.tokenizer.CharacterClass.NUMBER;

/**
 * Llama 3's pattern; Qwen 2's is the same with single numbers:
 *
 * <pre>
 * (?i:'s|'t|'re|'ve|'m|'ll|'d)
 * [^\r\n\p{L}\p{N}]?\p{L}+
 * \p{N}{1,3}
 *  ?[^\s\p{L}\p{N}]+[\r\n]*
 * \s*[\r\n]+
 * \s+(?!\S)
 * \s+
 * </pre>
 */
final class Llama3Splitter extends Splitter {
  private final int maxNumbers;

  /**
   * Creates a splitter.
   *
   * @param maxNumbers how many numbers a piece may hold
   */
  Llama3Splitter(int maxNumbers) {
    this.maxNumbers = maxNumbers;
  }

  @Override
  int pieceEnd(String text, int from) {
    int end = contractionEnd(text, from);
    if (end == from) {
      end = wordEnd(text, from);
    }
    if (end == from) {
      end = numbersEnd(text, from, maxNumbers);
    }
    if (end == from) {
      end = symbolsEnd(text, from);
    }
    return end == from ? whiteSpaceEnd(text, from) : end;
  }

  private static int wordEnd(String text, int from) {
    int c = text.codePointAt(from);
    boolean prefix = (CharacterClass.of(c) & (NEWLINE | LETTER | NUMBER)) == 0;
    int begin = prefix ? from + Character.charCount(c) : from;
    int end = CharacterClass.runOf(LETTER, text, begin);
    return end == begin ? from : end;
  }
}
