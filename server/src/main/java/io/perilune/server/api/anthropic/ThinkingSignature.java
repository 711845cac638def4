package io.perilune.server.api.anthropic;

import io.perilune.server.conversation.OpaqueReasoning;

/**
 * The signature of a thinking block. For a client that wants no reasoning it holds the reasoning
 * itself, because clients give blocks back with their signatures.
 */
final class ThinkingSignature {
  private ThinkingSignature() {}

  /** The signature of a block that shows its reasoning. */
  static String ofShown() {
    return OpaqueReasoning.of("");
  }

  /** The signature of a block that does not show its reasoning. */
  static String ofHidden(String reasoning) {
    return OpaqueReasoning.of(reasoning);
  }

  /** The reasoning in a signature; empty if there is none, or it was made elsewhere. */
  static String reasoning(String signature) {
    return OpaqueReasoning.reasoning(signature);
  }
}
