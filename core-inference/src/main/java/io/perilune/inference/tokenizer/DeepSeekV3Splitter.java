package io.perilune.inference.tokenizer;

import static io.perilune.inference.tokenizer.CharacterClass.LETTER;
import static io.perilune.inference.tokenizer.CharacterClass.MARK;
import static io.perilune.inference.tokenizer.CharacterClass.NEWLINE;
import static io.perilune.inference.tokenizer.CharacterClass.PUNCTUATION;
import static io.perilune.inference.tokenizer.CharacterClass.SPACE;
import static io.perilune.inference.tokenizer.CharacterClass.SYMBOL;

/**
 * The last of DeepSeek-V3's patterns. What none of its alternatives matches, such as most control
 * characters, stays whole up to the next match:
 *
 * <pre>
 * [!"#$%&amp;'()*+,\-./:;&lt;=&gt;?@\[\\\]^_`{|}~][A-Za-z]+
 * [^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+
 *  ?[\p{P}\p{S}]+[\r\n]*
 * \s*[\r\n]+
 * \s+(?!\S)
 * \s+
 * </pre>
 */
final class DeepSeekV3Splitter extends Splitter {
  private static final int WORD = LETTER | MARK;
  private static final int SIGN = PUNCTUATION | SYMBOL;

  @Override
  int pieceEnd(String text, int from) {
    int end = matchEnd(text, from);
    if (end > from) {
      return end;
    }
    int i = from;
    do {
      i += Character.charCount(text.codePointAt(i));
    } while (i < text.length() && !matchBegins(text, i));
    return i;
  }

  private static boolean matchBegins(String text, int i) {
    int c = text.codePointAt(i);
    return (CharacterClass.of(c) & (WORD | SIGN | SPACE)) != 0
        || isOneOf(WORD, text, i + Character.charCount(c));
  }

  private static int matchEnd(String text, int from) {
    int c = text.codePointAt(from);
    int next = from + Character.charCount(c);
    int flags = CharacterClass.of(c);
    if ((flags & SIGN) != 0) {
      int end = isAscii(c) ? asciiLettersEnd(text, next) : next;
      return end > next ? end : signsEnd(text, from);
    }
    if ((flags & WORD) != 0 || ((flags & NEWLINE) == 0 && isOneOf(WORD, text, next))) {
      return CharacterClass.runOf(WORD, text, next);
    }
    if (c == ' ' && isOneOf(SIGN, text, next)) {
      return signsEnd(text, next);
    }
    return (flags & SPACE) != 0 ? whiteSpaceEnd(text, from) : from;
  }

  private static int signsEnd(String text, int from) {
    return CharacterClass.runOf(NEWLINE, text, CharacterClass.runOf(SIGN, text, from));
  }

  private static boolean isOneOf(int flags, String text, int i) {
    return i < text.length() && (CharacterClass.of(text.codePointAt(i)) & flags) != 0;
  }

  private static int asciiLettersEnd(String text, int from) {
    int i = from;
    while (i < text.length()
        && isAscii(text.charAt(i))
        && (CharacterClass.of(text.charAt(i)) & LETTER) != 0) {
      i++;
    }
    return i;
  }

  private static boolean isAscii(int c) {
    return c < 0x80;
  }
}
