package io.perilune.template;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A rendered conversation, as runs of template text and data in order; neighbours differ in kind.
 */
public record RenderedPrompt(List<PromptSegment> segments) {
  public RenderedPrompt {
    segments = List.copyOf(segments);
  }

  /** The whole prompt, for people and tests; never to be tokenised. */
  public String text() {
    return segments.stream().map(PromptSegment::text).collect(Collectors.joining());
  }
}
