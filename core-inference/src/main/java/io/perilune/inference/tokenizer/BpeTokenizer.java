package io.perilune.inference.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Byte-level byte pair encoding. Ordinary text is cut into pieces, and the pieces' bytes are merged
 * pair by pair. An unpaired surrogate counts as U+FFFD.
 *
 * <p>User-defined tokens are treated like control tokens on the way in: they come from template
 * text only, since to many models they mean as much ({@code <think>}, {@code <tool_call>}). On the
 * way out they are ordinary text.
 */
final class BpeTokenizer implements Tokenizer {
  private final Vocabulary vocabulary;

  BpeTokenizer(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  @Override
  public int vocabularySize() {
    return vocabulary.tokens().size();
  }

  @Override
  public int longestToken() {
    return Math.max(1, vocabulary.tokens().longest());
  }

  @Override
  public int[] encode(List<TextSegment> segments) {
    TokenList out = new TokenList();
    SegmentEncoder encoder = new SegmentEncoder(vocabulary, out);
    StringBuilder run = new StringBuilder();
    for (int i = 0; i < segments.size(); i++) {
      TextSegment segment = segments.get(i);
      run.append(segment.text());
      if (i + 1 == segments.size() || segments.get(i + 1).control() != segment.control()) {
        encoder.accept(run.toString(), segment.control());
        run.setLength(0);
      }
    }
    encoder.finish();
    return withBeginOfSequence(out.toArray());
  }

  @Override
  public int[] encode(String text) {
    TokenList out = new TokenList();
    new TextEncoder(vocabulary, out).encode(text);
    return out.toArray();
  }

  /** Puts the token in front if the vocabulary asks for it, unless the text has done so itself. */
  private int[] withBeginOfSequence(int[] tokens) {
    int begin = vocabulary.beginOfSequence();
    if (!vocabulary.addBeginOfSequence() || (tokens.length > 0 && tokens[0] == begin)) {
      return tokens;
    }
    int[] all = new int[tokens.length + 1];
    all[0] = begin;
    System.arraycopy(tokens, 0, all, 1, tokens.length);
    return all;
  }

  @Override
  public byte[] bytes(int token) {
    return vocabulary.tokens().bytes(Objects.checkIndex(token, vocabularySize()));
  }

  @Override
  public boolean isControl(int token) {
    return vocabulary.types()[token].control();
  }

  @Override
  public OptionalInt control(String name) {
    Integer token = vocabulary.controls().get(name);
    return token == null ? OptionalInt.empty() : OptionalInt.of(token);
  }

  @Override
  public int[] endOfGeneration() {
    return vocabulary.endOfGeneration().clone();
  }

  @Override
  public String beginOfSequenceText() {
    return text(vocabulary.beginOfSequence());
  }

  @Override
  public String endOfSequenceText() {
    return text(vocabulary.endOfSequence());
  }

  private String text(int token) {
    return token == Vocabulary.NONE ? "" : new String(bytes(token), StandardCharsets.UTF_8);
  }
}
