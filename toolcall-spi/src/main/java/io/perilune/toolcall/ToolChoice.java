package io.perilune.toolcall;

/** What the client asks of the model about calling tools. */
public sealed interface ToolChoice {
  /** The model decides. */
  record Auto() implements ToolChoice {}

  /** No calls; those that the model makes anyway are discarded. */
  record None() implements ToolChoice {}

  /** At least one call. */
  record Required() implements ToolChoice {}

  /** A call of the tool of this name. */
  record Named(String name) implements ToolChoice {}
}
