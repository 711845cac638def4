package io.perilune.inference.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The tokenizer of a vocabulary, of which control and user-defined tokens are found as whole texts.
 *
 * <p>User-defined tokens are treated like control tokens on the way in: they come from template
 * text only, since to many models they mean as much ({@code <think>}, {@code <tool_call>}). On the
 * way out they are ordinary text.
 */
final class VocabularyTokenizer implements Tokenizer {
  private final Vocabulary vocabulary;

  VocabularyTokenizer(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  @Override
  public int vocabularySize() {
    return vocabulary.tokens().size();
  }

  @Override
  public int longestToken() {
    return vocabulary.encoding().longestToken();
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
    return withBeginAndEnd(out.toArray());
  }

  @Override
  public int[] encode(String text) {
    TokenList out = new TokenList();
    vocabulary.encoding().newEncoder(out).encode(text);
    return out.toArray();
  }

  /** Adds the tokens that the vocabulary asks for, unless the text has them itself. */
  private int[] withBeginAndEnd(int[] tokens) {
    int begin = vocabulary.beginOfSequence();
    int end = vocabulary.endOfSequence();
    int last = tokens.length - 1;
    boolean atFront = vocabulary.addBeginOfSequence() && (last < 0 || tokens[0] != begin);
    boolean atEnd = vocabulary.addEndOfSequence() && (last < 0 || tokens[last] != end);
    int[] all = new int[tokens.length + (atFront ? 1 : 0) + (atEnd ? 1 : 0)];
    System.arraycopy(tokens, 0, all, atFront ? 1 : 0, tokens.length);
    if (atFront) {
      all[0] = begin;
    }
    if (atEnd) {
      all[all.length - 1] = end;
    }
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
