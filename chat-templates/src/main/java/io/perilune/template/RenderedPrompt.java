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

  /** Whether the template left a {@code <think>} open for the answer to begin in. */
  public boolean opensThink() {
    if (segments.isEmpty()) {
      return false;
    }
    PromptSegment last = segments.getLast();
    return last.template() && last.text().stripTrailing().endsWith(Reasoning.OPEN);
  }

  /** The whole prompt, for people and tests; never to be tokenised. */
  public String text() {
    return segments.stream().map(PromptSegment::text).collect(Collectors.joining());
  }
}
