package io.perilune.inference.tokenizer;

import static io.perilune.inference.tokenizer.CharacterClass.SPACE;

/** Cuts off white space at the end, {@code \s+$}. */
final class FinalBlanksSplitter extends Splitter {
  @Override
  int pieceEnd(String text, int from) {
    int begin = text.length();
    while (begin > from && (CharacterClass.of(text.charAt(begin - 1)) & SPACE) != 0) {
      begin--;
    }
    return begin > from ? begin : text.length();
  }
}
