package io.perilune.server.chat;

import io.perilune.toolcall.ToolCallSink;
import java.util.List;

/** Receives the parts of an answer, its content with the tokens that it came from. */
public interface AnswerSink extends ToolCallSink {
  /**
   * More content.
   *
   * @param tokens those of which this is the first text in the content; empty unless the request
   *     asks for log probabilities
   */
  void content(String text, List<ContentToken> tokens);

  @Override
  default void content(String text) {
    content(text, List.of());
  }

  /**
   * Tells now and then how much of the prompt has been computed, before the first part.
   *
   * @param done tokens of the prompt
   * @param total all of them
   */
  default void promptProgress(int done, int total) {}

  /** Passes all on but the tokens. */
  static AnswerSink withoutTokens(ToolCallSink sink) {
    return new TextSink(sink);
  }
}
