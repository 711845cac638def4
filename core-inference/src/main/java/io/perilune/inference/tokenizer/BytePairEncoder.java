package io.perilune.inference.tokenizer;

/** Tokenises by {@link BytePairEncoding}. */
final class BytePairEncoder implements TextEncoder {
  private final BytePairEncoding encoding;
  private final TokenList out;
  private final PieceMerger merger;
  private final Utf8Buffer utf8 = new Utf8Buffer();
  private int[] symbols = new int[64];

  BytePairEncoder(BytePairEncoding encoding, TokenList out) {
    this.encoding = encoding;
    this.out = out;
    this.merger = new PieceMerger(encoding.merges());
  }

  @Override
  public void encode(String text) {
    encoding.preTokenizer().split(text, this::encodePiece);
  }

  private void encodePiece(String text, int from, int end) {
    utf8.clear();
    utf8.add(text, from, end);
    int length = utf8.length();
    if (encoding.preTokenizer().wholePieces()) {
      int token = encoding.tokens().find(utf8.bytes(), 0, length);
      if (token != Vocabulary.NONE) {
        out.add(token);
        return;
      }
    }
    if (symbols.length < length) {
      symbols = new int[utf8.bytes().length];
    }
    for (int i = 0; i < length; i++) {
      symbols[i] = byteToken(utf8.bytes()[i] & 0xFF);
    }
    merger.merge(symbols, length, out);
  }

  private int byteToken(int value) {
    int token = encoding.byteTokens()[value];
    if (token == Vocabulary.NONE) {
      token = encoding.unknown();
    }
    if (token == Vocabulary.NONE) {
      throw Vocabulary.unwritable(value);
    }
    return token;
  }
}
