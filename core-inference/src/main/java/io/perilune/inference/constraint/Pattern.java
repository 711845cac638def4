package io.perilune.inference.constraint;

import java.util.List;
import java.util.Objects;

/**
 * A part of a {@link Grammar}. Text is matched by its UTF-8 bytes through ordinary tokens, whose
 * borders do not matter: one token may hold several parts, and a part may be spread over several
 * tokens. Control tokens are matched by {@link ControlToken} only.
 */
public sealed interface Pattern {
  /** As the {@code max} of a {@link Repeat}: any number of times. */
  int UNBOUNDED = Integer.MAX_VALUE;

  /** Exactly this text; it may be empty. */
  record Text(String text) implements Pattern {
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  /** One code point: of these ranges or, if negated, of no one of them. */
  record Characters(List<CodePointRange> ranges, boolean negated) implements Pattern {
    public Characters {
      ranges = List.copyOf(ranges);
    }

    /** Any one code point. */
    public static Characters any() {
      return new Characters(List.of(), true);
    }
  }

  /**
   * One token as a whole, given by its text: a control token, or one that templates use as such.
   */
  record ControlToken(String text) implements Pattern {
    public ControlToken {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * A text that is given for each generation, so that a grammar need not be compiled again when
   * nothing but this text is another.
   *
   * @param index its place in {@link GenerationConstraint#variables}
   */
  record Variable(int index) implements Pattern {
    /** The most bytes of the text. */
    public static final int BYTES_MAX = 16;

    public Variable {
      if (index < 0) {
        throw new GrammarException("a variable has the index " + index + "; give 0 or more");
      }
    }
  }

  /** The pattern of the rule of this name. */
  record RuleReference(String rule) implements Pattern {
    public RuleReference {
      Objects.requireNonNull(rule, "rule");
    }
  }

  /** One after the other; without any parts, the empty text. */
  record Sequence(List<Pattern> parts) implements Pattern {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /** One of these; without any options, nothing matches. */
  record Choice(List<Pattern> options) implements Pattern {
    public Choice {
      options = List.copyOf(options);
    }
  }

  /**
   * The same part several times in a row.
   *
   * @param min the least number of times, 0 or more
   * @param max the greatest, or {@link #UNBOUNDED}
   */
  record Repeat(Pattern part, int min, int max) implements Pattern {
    public Repeat {
      Objects.requireNonNull(part, "part");
      if (min < 0 || max < min) {
        throw new GrammarException(
            "a part is to be repeated from " + min + " to " + max + " times; give 0 <= min <= max");
      }
    }
  }
}
