package io.perilune.server.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Refuses numbers that an option cannot have. */
final class OptionRange {
  private OptionRange() {}

  /** A whole number; null where the option is not given. */
  static void require(CommandSpec spec, String option, Integer value, int min, int max) {
    if (value != null && (value < min || value > max)) {
      throw refusal(spec, option, value, min, max);
    }
  }

  /** A number; null where the option is not given. */
  static void require(CommandSpec spec, String option, Double value, int min, int max) {
    if (value != null && !(value >= min && value <= max)) {
      throw refusal(spec, option, value, min, max);
    }
  }

  private static ParameterException refusal(
      CommandSpec spec, String option, Number value, int min, int max) {
    return new ParameterException(
        spec.commandLine(), option + " is " + value + "; it must be from " + min + " to " + max);
  }
}
