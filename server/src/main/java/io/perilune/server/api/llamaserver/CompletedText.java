package io.perilune.server.api.llamaserver;

import io.perilune.server.api.openai.Timings;
import io.perilune.server.chat.Completion;
import io.perilune.toolcall.FinishReason;
import java.util.List;
import java.util.Map;

/**
 * A whole answer, or the last event of a streamed one.
 *
 * @param content the text; empty in the last event of a stream
 * @param tokens the numbers of the text's tokens, if they are asked for
 * @param idSlot always 0: slots are not told apart
 * @param stop always {@code true}: this is the end
 * @param tokensPredicted tokens generated
 * @param tokensEvaluated tokens of the prompt
 * @param generationSettings see {@link GenerationSettings}
 * @param prompt the prompt as text, control tokens by their names
 * @param truncated always {@code false}: a prompt that is too long is refused
 * @param stopType {@code eos}, {@code word} for a stop text, or {@code limit}
 * @param stoppingWord the stop text, or an empty one
 * @param tokensCached tokens of the prompt that were in the cache
 * @param completionProbabilities of each token of the text; {@code null} if not asked for
 */
public record CompletedText(
    int index,
    String content,
    List<Integer> tokens,
    int idSlot,
    boolean stop,
    String model,
    int tokensPredicted,
    int tokensEvaluated,
    Map<String, Object> generationSettings,
    String prompt,
    boolean hasNewLine,
    boolean truncated,
    String stopType,
    String stoppingWord,
    int tokensCached,
    Timings timings,
    List<TokenProbability> completionProbabilities) {
  static CompletedText of(
      CompletionForm form,
      Completion completion,
      String text,
      List<Integer> tokens,
      List<TokenProbability> probabilities) {
    CompletionRequest request = form.request();
    return new CompletedText(
        0,
        text,
        tokens,
        0,
        true,
        form.model().name(),
        completion.stats().outputTokens(),
        completion.stats().promptTokens(),
        GenerationSettings.of(form.model(), request),
        request.plain().prompt().text(form.model().tokenizer()),
        text.indexOf('\n') >= 0,
        false,
        stopType(completion),
        completion.stopText().orElse(""),
        completion.stats().cachedTokens(),
        Timings.of(List.of(completion.stats())),
        probabilities);
  }

  private static String stopType(Completion completion) {
    if (completion.stopText().isPresent()) {
      return "word";
    }
    return completion.reason() == FinishReason.LENGTH ? "limit" : "eos";
  }
}
