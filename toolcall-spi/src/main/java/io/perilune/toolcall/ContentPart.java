package io.perilune.toolcall;

/** One part of a message's content. */
public sealed interface ContentPart {
  /** Plain text; data, never control tokens. */
  record Text(String text) implements ContentPart {}
}
