package io.perilune.server.api.anthropic;

import com.fasterxml.jackson.annotation.JsonRawValue;

/** A part of an answer. */
sealed interface ContentBlock {
  /** What the user reads. */
  record Text(String type, String text) implements ContentBlock {
    Text(String text) {
      this("text", text);
    }
  }

  /** What the model thinks before. */
  record Thinking(String type, String thinking, String signature) implements ContentBlock {
    Thinking(String thinking, String signature) {
      this("thinking", thinking, signature);
    }
  }

  /**
   * A call.
   *
   * @param input the text of a JSON object
   */
  record ToolUse(String type, String id, String name, @JsonRawValue String input)
      implements ContentBlock {
    ToolUse(String id, String name, String input) {
      this("tool_use", id, name, input);
    }
  }
}
