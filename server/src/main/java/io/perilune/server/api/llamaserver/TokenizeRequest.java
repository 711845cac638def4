package io.perilune.server.api.llamaserver;

import io.perilune.inference.tokenizer.TextSegment;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.json.Fields;
import java.util.Arrays;
import java.util.List;

/**
 * The body of {@code POST /tokenize}.
 *
 * @param content the text
 * @param addSpecial whether to add the tokens that begin and end a sequence, if the vocabulary asks
 *     for them
 * @param parseSpecial whether names of control tokens in the text become those tokens, as they do
 *     in a chat template; text of clients is read so nowhere else
 * @param withPieces whether to give the text of each token
 */
record TokenizeRequest(
    String content, boolean addSpecial, boolean parseSpecial, boolean withPieces) {
  /** A longer text is refused: it would keep the server busy, and fits no context. */
  private static final int CONTENT_CHARS_MAX = 1 << 22;

  static TokenizeRequest read(Fields body) {
    String content = body.requireString("content");
    if (content.length() > CONTENT_CHARS_MAX) {
      throw body.wrong("content", "a text of at most " + CONTENT_CHARS_MAX + " characters");
    }
    return new TokenizeRequest(
        content,
        body.bool("add_special").orElse(false),
        body.bool("parse_special").orElse(false),
        body.bool("with_pieces").orElse(false));
  }

  int[] encode(Tokenizer tokenizer) {
    if (!addSpecial && !parseSpecial) {
      return tokenizer.encode(content);
    }
    int[] tokens = tokenizer.encode(List.of(new TextSegment(content, parseSpecial)));
    return addSpecial ? tokens : withoutAdded(tokens, tokenizer);
  }

  /** The tokens less those that the vocabulary adds to any text that does not have them itself. */
  private int[] withoutAdded(int[] tokens, Tokenizer tokenizer) {
    int[] added = tokenizer.encode(List.of());
    String begin = tokenizer.beginOfSequenceText();
    boolean begins =
        added.length > 0 && tokenizer.control(begin).stream().anyMatch(token -> token == added[0]);
    boolean ends = added.length > (begins ? 1 : 0);
    int from = begins && !content.startsWith(begin) ? 1 : 0;
    int to = ends && !content.endsWith(tokenizer.endOfSequenceText()) ? 1 : 0;
    return Arrays.copyOfRange(tokens, from, tokens.length - to);
  }
}
