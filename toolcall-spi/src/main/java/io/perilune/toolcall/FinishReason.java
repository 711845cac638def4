package io.perilune.toolcall;

/** How an assistant message ended. */
public enum FinishReason {
  STOP,
  LENGTH,
  TOOL_CALLS
}
