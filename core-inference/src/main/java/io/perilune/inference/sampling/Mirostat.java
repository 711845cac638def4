package io.perilune.inference.sampling;

import java.util.Objects;

/**
 * How the surprise of the output is held; in place of the other stages that drop tokens, and of the
 * penalties.
 *
 * @param tau the surprise to hold, in bits per token
 * @param eta how fast
 */
public record Mirostat(Version version, float tau, float eta) {
  /** The surprise is left as it is. */
  public static final Mirostat NONE = new Mirostat(Version.OFF, 0, 0);

  public Mirostat {
    Objects.requireNonNull(version, "version");
    Limits.requireNotNegative("mirostat_tau", tau);
    Limits.requireNotNegative("mirostat_eta", eta);
  }

  /** The ways of doing it. */
  public enum Version {
    OFF,
    ONE,
    TWO
  }
}
