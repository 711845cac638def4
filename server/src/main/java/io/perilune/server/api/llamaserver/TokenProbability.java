package io.perilune.server.api.llamaserver;

import io.perilune.server.chat.ContentToken;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How probable the model found a token, before any setting of sampling.
 *
 * @param id its number
 * @param token its text; bytes that are part of a character only are U+FFFD
 * @param bytes its bytes exactly
 * @param logprob the natural logarithm of its probability
 * @param topLogprobs the most probable tokens in its place; {@code null} in these themselves
 */
public record TokenProbability(
    int id, String token, List<Integer> bytes, float logprob, List<TokenProbability> topLogprobs) {
  static TokenProbability of(ContentToken token) {
    return of(
        token.token(),
        token.alternatives().stream().map(alternative -> of(alternative, null)).toList());
  }

  private static TokenProbability of(ContentToken.Scored token, List<TokenProbability> top) {
    byte[] bytes = token.bytes();
    return new TokenProbability(
        token.id(),
        new String(bytes, StandardCharsets.UTF_8),
        IntStream.range(0, bytes.length).mapToObj(i -> Byte.toUnsignedInt(bytes[i])).toList(),
        token.logprob(),
        top);
  }
}
