package io.perilune.toolcall.kimi;

/** The control texts by which Kimi-K2 structures its output. */
enum Marker {
  SECTION_BEGIN(Kind.SECTION_BEGIN, "<|tool_calls_section_begin|>"),
  SECTION_BEGIN_SINGULAR(Kind.SECTION_BEGIN, "<|tool_call_section_begin|>"),
  SECTION_END(Kind.SECTION_END, "<|tool_calls_section_end|>"),
  SECTION_END_SINGULAR(Kind.SECTION_END, "<|tool_call_section_end|>"),
  CALL_BEGIN(Kind.CALL_BEGIN, "<|tool_call_begin|>"),
  ARGUMENT_BEGIN(Kind.ARGUMENT_BEGIN, "<|tool_call_argument_begin|>"),
  CALL_END(Kind.CALL_END, "<|tool_call_end|>"),
  MESSAGE_END(Kind.MESSAGE_END, "<|im_end|>"),
  THINK_OPEN(Kind.THINK_OPEN, "<think>"),
  THINK_CLOSE(Kind.THINK_CLOSE, "</think>");

  /** What a marker means; some are spelled in two ways. */
  enum Kind {
    SECTION_BEGIN,
    SECTION_END,
    CALL_BEGIN,
    ARGUMENT_BEGIN,
    CALL_END,
    MESSAGE_END,
    THINK_OPEN,
    THINK_CLOSE;

    /** Whether it belongs to tool calls. */
    boolean isTool() {
      return compareTo(CALL_END) <= 0;
    }

    boolean isThink() {
      return this == THINK_OPEN || this == THINK_CLOSE;
    }

    /** Whether it ends a JSON string that the model left open. */
    boolean endsOpenString() {
      return this == CALL_END || this == CALL_BEGIN || this == SECTION_END;
    }
  }

  private final Kind kind;
  private final String text;

  Marker(Kind kind, String text) {
    this.kind = kind;
    this.text = text;
  }

  Kind kind() {
    return kind;
  }

  String text() {
    return text;
  }
}
