package io.perilune.server.api.llamaserver;

import java.util.List;

/**
 * A part of a streamed answer.
 *
 * @param content the text that it adds
 * @param tokens the numbers of that text's tokens, if they are asked for
 * @param stop always {@code false}: more follows
 * @param promptProgress {@code null} unless asked for, and once the prompt has been computed
 * @param completionProbabilities of each token of the part; {@code null} if not asked for
 */
public record CompletionPart(
    int index,
    String content,
    List<Integer> tokens,
    boolean stop,
    Progress promptProgress,
    List<TokenProbability> completionProbabilities) {
  /**
   * How much of the prompt has been computed.
   *
   * @param total its tokens
   * @param cache always 0: what was in the cache is part of {@code processed}
   * @param processed tokens that need no more computing
   * @param timeMs the time since the answer was begun
   */
  public record Progress(int total, int cache, int processed, long timeMs) {}

  static CompletionPart of(
      String content, List<Integer> tokens, List<TokenProbability> probabilities) {
    return new CompletionPart(0, content, tokens, false, null, probabilities);
  }

  static CompletionPart of(Progress progress) {
    return new CompletionPart(0, "", List.of(), false, progress, null);
  }
}
