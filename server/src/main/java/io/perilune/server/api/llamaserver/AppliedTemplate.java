package io.perilune.server.api.llamaserver;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.perilune.template.RenderedPrompt;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * The answer of {@code POST /apply-template}.
 *
 * @param prompt the whole prompt
 * @param segments the prompt in runs of template text and of the client's data; absent unless asked
 *     for
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AppliedTemplate(String prompt, List<Segment> segments) {
  /**
   * A run of the prompt.
   *
   * @param template whether the template wrote it; only then may it become control tokens
   */
  @RegisterForReflection
  public record Segment(String text, boolean template) {}

  static AppliedTemplate of(RenderedPrompt prompt, boolean withSegments) {
    return new AppliedTemplate(
        prompt.text(),
        withSegments
            ? prompt.segments().stream()
                .map(segment -> new Segment(segment.text(), segment.template()))
                .toList()
            : null);
  }
}
