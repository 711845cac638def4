package io.perilune.inference.sampling;

/**
 * What tokens lose that have occurred before.
 *
 * @param repeat divides a positive logit and multiplies another; 1 for no change
 * @param presence is subtracted
 * @param frequency is subtracted for each occurrence
 * @param window how many tokens are looked back on; 0 for none
 */
public record RepetitionPenalties(float repeat, float presence, float frequency, int window) {
  /** Nothing. */
  public static final RepetitionPenalties NONE = new RepetitionPenalties(1, 0, 0, 0);

  public RepetitionPenalties {
    Limits.requirePositive("repeat_penalty", repeat);
    Limits.require(Float.isFinite(presence), "presence_penalty", "a finite number", presence);
    Limits.require(Float.isFinite(frequency), "frequency_penalty", "a finite number", frequency);
    Limits.require(window >= 0, "repeat_last_n", "0 or more", window);
  }

  /** Whether they can change anything. */
  boolean active() {
    return window > 0 && (repeat != 1 || presence != 0 || frequency != 0);
  }
}
