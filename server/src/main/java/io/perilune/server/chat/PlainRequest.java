package io.perilune.server.chat;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A validated request to continue a prompt, independent of any API.
 *
 * @param content what the answer must be
 * @param maxTokens the most tokens of the answer; empty for as many as the context holds
 * @param sampling what the client says about sampling
 * @param stop texts at which the answer ends; they are not part of it
 */
public record PlainRequest(
    PlainPrompt prompt,
    ContentFormat content,
    OptionalInt maxTokens,
    SamplingSettings sampling,
    List<String> stop) {
  public PlainRequest {
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(maxTokens, "maxTokens");
    Objects.requireNonNull(sampling, "sampling");
    stop = List.copyOf(stop);
  }
}
