package io.perilune.inference.tokenizer;

import io.perilune.gguf.GgufMetadata;

/** Reads what a byte-level vocabulary has besides its tokens: pre-tokenizer and merges. */
final class BytePairReader {
  private static final String DEFAULT_PRE = "default";

  private final GgufMetadata metadata;
  private final TokenEntries entries;

  BytePairReader(GgufMetadata metadata, TokenEntries entries) {
    this.metadata = metadata;
    this.entries = entries;
  }

  /**
   * The encoding.
   *
   * @param unknown the token for what has no other, or -1
   */
  BytePairEncoding read(int unknown) {
    String pre = metadata.string(TokenizerKeys.PRE).orElse(DEFAULT_PRE);
    PreTokenizer preTokenizer =
        PreTokenizer.byId(pre)
            .orElseThrow(
                () ->
                    metadata.error(
                        TokenizerKeys.PRE,
                        "is \"" + pre + "\"; supported are " + PreTokenizer.ids()));
    TokenTable tokens = tokens();
    int[] byteTokens = entries.byteTokens(tokens);
    MergeTable merges =
        new MergeReader(metadata, preTokenizer, entries.types()).read(tokens, byteTokens);
    return new BytePairEncoding(tokens, merges, byteTokens, preTokenizer, unknown);
  }

  private TokenTable tokens() {
    TokenTable tokens = new TokenTable(entries.size());
    for (int id = 0; id < entries.size(); id++) {
      String text = entries.text(id);
      TokenType type = entries.type(id);
      byte[] bytes = new byte[text.length()];
      boolean written = type == TokenType.NORMAL || type == TokenType.UNUSED;
      if (!written || !ByteAlphabet.decode(text, 0, text.length(), bytes, 0)) {
        tokens.add(entries.literalBytes(id));
      } else if (type == TokenType.UNUSED || text.isEmpty()) {
        tokens.add(bytes);
      } else {
        entries.requireFirst(id, tokens.addFindable(bytes));
      }
    }
    return tokens;
  }
}
