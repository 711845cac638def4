package io.perilune.inference.tokenizer;

import java.util.Arrays;

/** Tokenises by {@link SentencePieceEncoding}. */
final class SentencePieceEncoder implements TextEncoder {
  private final SentencePieceEncoding encoding;
  private final TokenList out;
  private final PieceMerger merger;
  private final Utf8Buffer character = new Utf8Buffer();

  /** The characters since the last that is no token; such a one merges with none. */
  private int[] run = new int[64];

  private int runLength;
  private boolean unknownBefore;

  SentencePieceEncoder(SentencePieceEncoding encoding, TokenList out) {
    this.encoding = encoding;
    this.out = out;
    this.merger = new PieceMerger(encoding.merges());
  }

  @Override
  public void encode(String text) {
    unknownBefore = false;
    String plain = encoding.blanksReduced() ? reduceBlanks(text) : text;
    if (plain.isEmpty()) {
      return;
    }
    if (encoding.blankBefore()) {
      addCharacter(' ');
    }
    plain.codePoints().forEach(this::addCharacter);
    finishRun();
  }

  /** As SentencePiece does it, to which U+2581 is a blank at the end of a text only. */
  private static String reduceBlanks(String text) {
    StringBuilder reduced = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != ' ' || (!reduced.isEmpty() && reduced.charAt(reduced.length() - 1) != ' ')) {
        reduced.append(c);
      }
    }
    int end = reduced.length();
    while (end > 0 && isBlank(reduced.charAt(end - 1))) {
      end--;
    }
    return reduced.substring(0, end);
  }

  private static boolean isBlank(int c) {
    return c == ' ' || c == SentencePieceEncoding.BLANK;
  }

  private void addCharacter(int codePoint) {
    character.clear();
    character.add(isBlank(codePoint) ? ' ' : codePoint);
    int token = encoding.tokens().find(character.bytes(), 0, character.length());
    if (token == Vocabulary.NONE) {
      finishRun();
      addBytes();
      return;
    }
    if (runLength == run.length) {
      run = Arrays.copyOf(run, Math.multiplyExact(runLength, 2));
    }
    run[runLength++] = token;
    unknownBefore = false;
  }

  private void finishRun() {
    if (runLength > 0) {
      merger.merge(run, runLength, out);
      runLength = 0;
    }
  }

  /** The character's bytes; if they have no tokens, one unknown token for all such in a row. */
  private void addBytes() {
    boolean written = true;
    for (int i = 0; i < character.length(); i++) {
      written &= byteToken(i) != Vocabulary.NONE;
    }
    if (written) {
      for (int i = 0; i < character.length(); i++) {
        out.add(byteToken(i));
      }
    } else if (encoding.unknown() == Vocabulary.NONE) {
      throw Vocabulary.unwritable(character.bytes()[0] & 0xFF);
    } else if (!unknownBefore) {
      out.add(encoding.unknown());
    }
    unknownBefore = !written;
  }

  private int byteToken(int i) {
    return encoding.byteTokens()[character.bytes()[i] & 0xFF];
  }
}
