package io.perilune.server.api.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** A part of a streamed answer. */
public record ChatCompletionChunk(
    String id,
    String object,
    long created,
    String model,
    List<Choice> choices,
    Usage usage,
    Timings timings) {
  /**
   * What the part adds to one of the answers.
   *
   * @param logprobs of the tokens of this part's content; {@code null} if they are not asked for
   */
  public record Choice(
      int index,
      Delta delta,
      Logprobs logprobs,
      @JsonInclude(JsonInclude.Include.ALWAYS) String finishReason) {}

  /** An addition to the message; all of it optional. */
  public record Delta(
      String role, String content, String reasoningContent, List<CallDelta> toolCalls) {
    static final Delta EMPTY = new Delta(null, null, null, null);
  }

  /** An addition to a call; id, type and name come with the first. */
  public record CallDelta(int index, String id, String type, FunctionDelta function) {}

  /** An addition to the function of a call. */
  public record FunctionDelta(String name, String arguments) {}
}
