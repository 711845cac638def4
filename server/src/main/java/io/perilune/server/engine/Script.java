package io.perilune.server.engine;

import java.time.Duration;
import java.util.List;

/**
 * What the scripted engine replays.
 *
 * @param controlTokens the names of the vocabulary's control tokens
 * @param endOfTurn the one of them that ends a generation
 * @param chatTemplate the Jinja source of the chat template, or an empty string for the built-in
 *     one that fits the control tokens
 * @param contextLength the most tokens of prompt and answer together
 * @param answers the answers
 */
record Script(
    List<String> controlTokens,
    String endOfTurn,
    String chatTemplate,
    int contextLength,
    List<Answer> answers) {
  Script {
    controlTokens = List.copyOf(controlTokens);
    answers = List.copyOf(answers);
  }

  /**
   * An answer.
   *
   * @param when a text of the prompts that get this answer; empty for all. The first answer that
   *     fits is given
   * @param pieces what is generated, in order
   * @param end how the generation ends
   * @param prefill how long the prompt takes
   * @param perToken how long each token takes
   */
  record Answer(String when, List<Piece> pieces, End end, Duration prefill, Duration perToken) {
    Answer {
      pieces = List.copyOf(pieces);
    }
  }

  /**
   * A piece of an answer.
   *
   * @param text its text, or the name of a control token
   * @param control whether it is that control token
   */
  record Piece(String text, boolean control) {}

  /** How a generation ends. */
  enum End {
    /** By the end-of-turn token. */
    STOP,
    /** By the limit of tokens, after the pieces. */
    LENGTH,
    /** The engine fails after the pieces. */
    FAILED,
    /** The engine does not take the request: its queue is full. */
    BUSY
  }
}
