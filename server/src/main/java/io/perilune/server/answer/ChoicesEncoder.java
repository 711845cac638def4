package io.perilune.server.answer;

import io.perilune.server.chat.AnswerSink;
import io.perilune.server.chat.Completion;
import io.perilune.server.error.ApiException;
import java.util.List;

/**
 * Words answers to one request as events of one stream. First {@link #begin}, then for each answer
 * its parts and {@link #ended}, at the same time on several threads if there are several, then
 * {@link #end}; {@link #fail} may come in place of the rest. All of them may throw what {@link
 * JsonEvents} throws.
 */
public interface ChoicesEncoder {
  /** Opens the answers. */
  void begin();

  /** What receives the parts of an answer, on one thread. */
  AnswerSink choice(int index);

  /** Ends one answer. */
  void ended(int index, Completion completion);

  /** Sends an event that says nothing; see {@link StreamEncoder#breakSilence}. */
  void breakSilence();

  /**
   * Ends all.
   *
   * @param completions by their index
   */
  void end(List<Completion> completions);

  /** Says an error in place of the rest of the answers. */
  void fail(ApiException error);
}
