package io.perilune.inference.sampling;

import java.util.Objects;

/**
 * What tokens lose that would continue a repetition of several tokens.
 *
 * @param multiplier the loss at the allowed length; 0 for none
 * @param base by what it grows for each token more
 * @param allowedLength the length of repetitions from which on they cost something, at least 1
 * @param window how many tokens are looked back on; 0 for none
 * @param breakers texts over which no repetition reaches back
 */
public record Dry(
    float multiplier, float base, int allowedLength, int window, SequenceBreakers breakers) {
  /** Nothing. */
  public static final Dry NONE = new Dry(0, 1, 1, 0, SequenceBreakers.NONE);

  public Dry {
    Objects.requireNonNull(breakers, "breakers");
    Limits.requireNotNegative("dry_multiplier", multiplier);
    Limits.require(base >= 1 && Float.isFinite(base), "dry_base", "1 or more", base);
    Limits.require(allowedLength >= 1, "dry_allowed_length", "1 or more", allowedLength);
    Limits.require(window >= 0, "dry_penalty_last_n", "0 or more", window);
  }

  /** Whether it can change anything. */
  boolean active() {
    return multiplier > 0 && window > 0;
  }
}
