package io.perilune.template;

/** The tags between which models reason. */
final class Reasoning {
  static final String OPEN = "<think>";
  static final String CLOSE = "</think>";

  private Reasoning() {}

  /** Whether a template knows the tags at all. */
  static boolean isKnownTo(String source) {
    return source.contains(OPEN) || source.contains(CLOSE);
  }
}
