package io.perilune.server.constraint.schema;

import java.util.List;

/** A regular expression of ECMA-262, as far as it describes a regular language. */
sealed interface Regex {
  /** One of these code points. */
  record Characters(CodePointSet set) implements Regex {}

  /** One after the other; without any parts, the empty text. */
  record Sequence(List<Regex> parts) implements Regex {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /** One of these. */
  record Choice(List<Regex> options) implements Regex {
    public Choice {
      options = List.copyOf(options);
    }
  }

  /**
   * The part several times.
   *
   * @param max the greatest number of times, or {@link
   *     io.perilune.inference.constraint.Pattern#UNBOUNDED}
   */
  record Repeat(Regex part, int min, int max) implements Regex {}

  /** The place before the first character or, if not at the start, after the last. */
  record Anchor(boolean start) implements Regex {}
}
