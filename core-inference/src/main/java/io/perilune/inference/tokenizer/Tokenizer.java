package io.perilune.inference.tokenizer;

import java.util.List;
import java.util.OptionalInt;

/** Text to tokens and back. Thread-safe. */
public interface Tokenizer {
  int vocabularySize();

  /**
   * The most bytes of text, at least 1, that one token stands for: {@code n} bytes of UTF-8 make at
   * least {@code n / longestToken()} tokens, rounded up. {@link Integer#MAX_VALUE} if there is no
   * such bound.
   */
  int longestToken();

  /**
   * Tokenises runs of text. Ordinary text next to ordinary text is one text, whatever segment it
   * came from; control tokens come only from segments that allow them. Adds tokens that begin and
   * end a sequence only if the vocabulary asks for them.
   */
  int[] encode(List<TextSegment> segments);

  /** Tokenises data: no control tokens, no beginning-of-sequence token. */
  int[] encode(String text);

  /**
   * The bytes that a token stands for; for a control token, its name in UTF-8. The array is the
   * caller's.
   */
  byte[] bytes(int token);

  /** Whether a token is a control token: it stands for a function, not for its text. */
  boolean isControl(int token);

  /** The control token of this name, if there is one. */
  OptionalInt control(String name);

  /** The tokens that end a generation, in ascending order. */
  int[] endOfGeneration();

  /** The name of the beginning-of-sequence token, or an empty string. */
  String beginOfSequenceText();

  /** The name of the end-of-sequence token, or an empty string. */
  String endOfSequenceText();
}
