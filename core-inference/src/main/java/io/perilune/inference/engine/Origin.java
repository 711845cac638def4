package io.perilune.inference.engine;

import io.perilune.inference.kv.PrefixCache;
import java.util.Objects;
import java.util.Optional;

/**
 * Who asks for a generation.
 *
 * @param owner whose generations share slots fairly and may share cached prefixes; the empty text
 *     where requests are not told apart; at most {@value #OWNER_CHARS_MAX} characters
 * @param conversation the client's name for what the request belongs to, a hint for what to keep
 *     cached; at most {@value #CONVERSATION_CHARS_MAX} characters
 */
public record Origin(String owner, Optional<String> conversation) {
  /** The longest name of an owner. */
  public static final int OWNER_CHARS_MAX = PrefixCache.OWNER_LENGTH_MAX;

  /** The longest name of a conversation. */
  public static final int CONVERSATION_CHARS_MAX = 128;

  /** Where nothing is known of the client. */
  public static final Origin UNKNOWN = new Origin("", Optional.empty());

  public Origin {
    Objects.requireNonNull(owner, "owner");
    if (owner.length() > OWNER_CHARS_MAX) {
      throw new IllegalArgumentException(
          "the owner's name has over " + OWNER_CHARS_MAX + " characters");
    }
    if (conversation.filter(name -> name.length() > CONVERSATION_CHARS_MAX).isPresent()) {
      throw new IllegalArgumentException(
          "the conversation's name has over " + CONVERSATION_CHARS_MAX + " characters");
    }
  }
}
