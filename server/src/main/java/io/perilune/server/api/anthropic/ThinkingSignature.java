package io.perilune.server.api.anthropic;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The signature of a thinking block. For a client that wants no reasoning it holds the reasoning
 * itself: clients give blocks back with their signatures, and many models must see their reasoning
 * again. Nothing is signed, because a client may say to a model what it likes anyway.
 */
final class ThinkingSignature {
  private static final String PREFIX = "perilune.";

  private ThinkingSignature() {}

  /** The signature of a block that shows its reasoning. */
  static String ofShown() {
    return PREFIX;
  }

  /** The signature of a block that does not show its reasoning. */
  static String ofHidden(String reasoning) {
    return PREFIX
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(reasoning.getBytes(StandardCharsets.UTF_8));
  }

  /** The reasoning in a signature; empty if there is none, or it was made elsewhere. */
  static String reasoning(String signature) {
    if (!signature.startsWith(PREFIX)) {
      return "";
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(signature.substring(PREFIX.length()));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
