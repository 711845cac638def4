package io.perilune.server.conversation;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Reasoning as a text that clients keep without showing it: they give it back with the answer, and
 * many models must see their reasoning again. Nothing is secret or signed, because a client may say
 * to a model what it likes anyway.
 */
public final class OpaqueReasoning {
  private static final String PREFIX = "perilune.";

  private OpaqueReasoning() {}

  /** The text that holds some reasoning, which may be empty. */
  public static String of(String reasoning) {
    return PREFIX
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(reasoning.getBytes(StandardCharsets.UTF_8));
  }

  /** The reasoning that a text holds; empty if there is none, or the text was made elsewhere. */
  public static String reasoning(String text) {
    if (!text.startsWith(PREFIX)) {
      return "";
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
