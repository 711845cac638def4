package io.perilune.server.api.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.perilune.server.chat.ContentToken;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Log probabilities of the tokens of an answer's content, in order. They are those of the model,
 * before any setting of sampling.
 */
public record Logprobs(List<Entry> content) {
  /** A token of the content, and the most probable tokens in its place. */
  public record Entry(
      String token,
      float logprob,
      @JsonInclude(JsonInclude.Include.ALWAYS) List<Integer> bytes,
      List<Alternative> topLogprobs) {}

  /**
   * A token.
   *
   * @param token its text; bytes that are part of a character only are U+FFFD
   * @param bytes its bytes exactly; {@code null} for a control token, which stands for no text
   */
  public record Alternative(
      String token, float logprob, @JsonInclude(JsonInclude.Include.ALWAYS) List<Integer> bytes) {}

  static Logprobs of(List<ContentToken> tokens) {
    return new Logprobs(tokens.stream().map(Logprobs::entry).toList());
  }

  private static Entry entry(ContentToken token) {
    Alternative own = alternative(token.token());
    return new Entry(
        own.token(),
        own.logprob(),
        own.bytes(),
        token.alternatives().stream().map(Logprobs::alternative).toList());
  }

  private static Alternative alternative(ContentToken.Scored token) {
    byte[] bytes = token.bytes();
    List<Integer> values =
        token.control()
            ? null
            : IntStream.range(0, bytes.length).mapToObj(i -> bytes[i] & 0xFF).toList();
    return new Alternative(new String(bytes, StandardCharsets.UTF_8), token.logprob(), values);
  }
}
