package io.perilune.inference.tokenizer;

/**
 * The properties of code points that pre-tokenizers ask for, as flags. General categories, scripts
 * and white space are those of the running Java's Unicode version.
 */
final class CharacterClass {
  /** {@code \p{L}}. */
  static final int LETTER = 1;

  /** {@code \p{N}}. */
  static final int NUMBER = 1 << 1;

  /** {@code \s}: the Unicode property White_Space. */
  static final int SPACE = 1 << 2;

  /** Carriage return or line feed. */
  static final int NEWLINE = 1 << 3;

  /** {@code \p{Han}}: the script. */
  static final int HAN = 1 << 4;

  /** {@code [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]}: may stand in the front of a word. */
  static final int WORD_FRONT = 1 << 5;

  /** {@code [\p{Ll}\p{Lm}\p{Lo}\p{M}]}: may stand in the rest of a word. */
  static final int WORD_REST = 1 << 6;

  /** {@code \p{P}}. */
  static final int PUNCTUATION = 1 << 7;

  /** {@code \p{S}}. */
  static final int SYMBOL = 1 << 8;

  /** {@code \p{M}}. */
  static final int MARK = 1 << 9;

  private static final int BMP_SIZE = 1 << 16;
  private static final short[] BMP = basicPlane();

  private CharacterClass() {}

  /** The flags of a code point; of an unpaired surrogate none. */
  static int of(int codePoint) {
    return codePoint < BMP_SIZE ? BMP[codePoint] : compute(codePoint);
  }

  /** The end of the run of code points from {@code from} on that have one of the flags. */
  static int runOf(int flags, String text, int from) {
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if ((of(c) & flags) == 0) {
        break;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  /** The end of the run of code points from {@code from} on that have none of the flags. */
  static int runOfOthers(int flags, String text, int from) {
    int i = from;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if ((of(c) & flags) != 0) {
        break;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  private static short[] basicPlane() {
    short[] flags = new short[BMP_SIZE];
    for (int c = 0; c < BMP_SIZE; c++) {
      flags[c] = (short) compute(c);
    }
    return flags;
  }

  private static int compute(int c) {
    int flags =
        switch (Character.getType(c)) {
          case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER -> LETTER | WORD_FRONT;
          case Character.LOWERCASE_LETTER -> LETTER | WORD_REST;
          case Character.MODIFIER_LETTER, Character.OTHER_LETTER -> LETTER | WORD_FRONT | WORD_REST;
          case Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.ENCLOSING_MARK ->
              MARK | WORD_FRONT | WORD_REST;
          case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
              NUMBER;
          case Character.CONNECTOR_PUNCTUATION,
              Character.DASH_PUNCTUATION,
              Character.START_PUNCTUATION,
              Character.END_PUNCTUATION,
              Character.INITIAL_QUOTE_PUNCTUATION,
              Character.FINAL_QUOTE_PUNCTUATION,
              Character.OTHER_PUNCTUATION ->
              PUNCTUATION;
          case Character.MATH_SYMBOL,
              Character.CURRENCY_SYMBOL,
              Character.MODIFIER_SYMBOL,
              Character.OTHER_SYMBOL ->
              SYMBOL;
          case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
              SPACE;
          default -> 0;
        };
    if (c >= '\t' && c <= '\r' || c == 0x85) {
      flags |= SPACE;
    }
    if (c == '\r' || c == '\n') {
      flags |= NEWLINE;
    }
    if (Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN) {
      flags |= HAN;
    }
    return flags;
  }
}
