package io.perilune.inference.tokenizer;

import static io.perilune.inference.tokenizer.CharacterClass.HAN;

/**
 * Kimi-K2's pattern: {@code [\p{Han}]+}, and between those runs that of {@link CasedWordSplitter}
 * without slashes and without Han characters in words.
 */
final class KimiK2Splitter extends Splitter {
  private static final Splitter WORDS = new CasedWordSplitter(HAN, true, 3, false);

  @Override
  int pieceEnd(String text, int from) {
    boolean han = (CharacterClass.of(text.codePointAt(from)) & HAN) != 0;
    return han ? CharacterClass.runOf(HAN, text, from) : WORDS.pieceEnd(text, from);
  }
}
