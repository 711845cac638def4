package io.perilune.inference.tokenizer;

import io.perilune.gguf.GgufMetadata;
import java.nio.charset.StandardCharsets;

/** Reads what a SentencePiece vocabulary has besides its tokens: scores, and how blanks are. */
final class SentencePieceReader {
  private final GgufMetadata metadata;
  private final TokenEntries entries;

  SentencePieceReader(GgufMetadata metadata, TokenEntries entries) {
    this.metadata = metadata;
    this.entries = entries;
  }

  /**
   * The encoding.
   *
   * @param unknown the token for what has no other, or -1
   */
  SentencePieceEncoding read(int unknown) {
    TokenTable tokens = tokens();
    return new SentencePieceEncoding(
        tokens,
        ScoreMerges.of(tokens, entries.types(), scores()),
        entries.byteTokens(tokens),
        metadata.bool(TokenizerKeys.ADD_BLANK).orElse(true),
        metadata.bool(TokenizerKeys.REDUCE_BLANKS).orElse(false),
        unknown);
  }

  private float[] scores() {
    String key = TokenizerKeys.SCORES;
    float[] scores =
        metadata
            .floats(key)
            .orElseThrow(
                () ->
                    metadata.error(
                        key,
                        "is missing; without it a SentencePiece vocabulary cannot be used."
                            + " Convert the model anew"));
    entries.requireOnePerToken(key, scores.length);
    for (int id = 0; id < scores.length; id++) {
      if (Float.isNaN(scores[id])) {
        throw metadata.error(key, "is not a number for token " + id);
      }
    }
    return scores;
  }

  private TokenTable tokens() {
    TokenTable tokens = new TokenTable(entries.size());
    for (int id = 0; id < entries.size(); id++) {
      String text = entries.text(id);
      byte[] withBlanks =
          text.replace(SentencePieceEncoding.BLANK, ' ').getBytes(StandardCharsets.UTF_8);
      switch (entries.type(id)) {
        case NORMAL -> {
          if (text.isEmpty()) {
            tokens.add(withBlanks);
          } else {
            entries.requireFirst(id, tokens.addFindable(withBlanks));
          }
        }
        case UNUSED -> tokens.add(withBlanks);
        case UNKNOWN, CONTROL, USER_DEFINED, BYTE -> tokens.add(entries.literalBytes(id));
      }
    }
    return tokens;
  }
}
