package io.perilune.server.api.openai.responses;

import java.util.List;

/** A part of an item's content. */
sealed interface ContentPart {
  /** What the user reads. */
  record OutputText(String type, String text, List<Object> annotations, List<Object> logprobs)
      implements ContentPart {
    OutputText(String text) {
      this("output_text", text, List.of(), List.of());
    }
  }

  /** What the model thinks before. */
  record ReasoningText(String type, String text) implements ContentPart {
    ReasoningText(String text) {
      this("reasoning_text", text);
    }
  }
}
