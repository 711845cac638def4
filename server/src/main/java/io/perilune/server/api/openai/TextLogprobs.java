package io.perilune.server.api.openai;

import io.perilune.server.chat.ContentToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Log probabilities of the tokens of a completion, in order. They are those of the model, before
 * any setting of sampling.
 *
 * @param tokens their texts; bytes that are part of a character only are U+FFFD
 * @param tokenLogprobs one for each token
 * @param topLogprobs for each token the most probable ones in its place, by text
 * @param textOffset where each token begins in the text, in characters
 */
public record TextLogprobs(
    List<String> tokens,
    List<Float> tokenLogprobs,
    List<Map<String, Float>> topLogprobs,
    List<Integer> textOffset) {
  /**
   * Of a part of the text.
   *
   * @param offset where the part begins in the text
   */
  static TextLogprobs of(List<ContentToken> tokens, int offset) {
    TextLogprobs all =
        new TextLogprobs(
            new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int at = offset;
    for (ContentToken token : tokens) {
      String text = text(token.token());
      all.tokens.add(text);
      all.tokenLogprobs.add(token.token().logprob());
      Map<String, Float> alternatives = new LinkedHashMap<>();
      token.alternatives().forEach(other -> alternatives.putIfAbsent(text(other), other.logprob()));
      all.topLogprobs.add(alternatives);
      all.textOffset.add(at);
      at += text.length();
    }
    return all;
  }

  private static String text(ContentToken.Scored token) {
    return new String(token.bytes(), StandardCharsets.UTF_8);
  }
}
