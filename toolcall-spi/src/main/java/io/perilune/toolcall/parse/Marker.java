package io.perilune.toolcall.parse;

import java.util.Objects;

/**
 * A text by which a model structures its output. Begins with {@code <} and has no other, unless it
 * is of the kind {@link Kind#TEXT}.
 *
 * @param kind what it means; several markers may mean the same
 * @param text how it is spelled
 * @param ordinary whether it counts even where ordinary tokens spell it and the control tokens are
 *     known, because vocabularies list it as text and not as a control token
 */
public record Marker(Kind kind, String text, boolean ordinary) {
  /** What a marker means. */
  public enum Kind {
    /** A section of calls begins; some formats have none. */
    SECTION_BEGIN,
    SECTION_END,
    /** A call begins, with its header. */
    CALL_BEGIN,
    /** The header ends and the arguments begin. */
    ARGUMENT_BEGIN,
    CALL_END,
    /** The message ends; whatever follows is ignored. */
    MESSAGE_END,
    THINK_OPEN,
    THINK_CLOSE,
    /** Stands for its own text, though it may be a control token. */
    TEXT;

    /** Whether it belongs to tool calls. */
    boolean isTool() {
      return compareTo(CALL_END) <= 0;
    }

    boolean isThink() {
      return this == THINK_OPEN || this == THINK_CLOSE;
    }

    /** Whether it ends a JSON string that the model left open. */
    boolean endsOpenString() {
      return this == CALL_END || this == CALL_BEGIN || this == SECTION_END;
    }
  }

  public Marker {
    Objects.requireNonNull(kind, "kind");
    if (kind != Kind.TEXT && text.lastIndexOf('<') != 0) {
      throw new IllegalArgumentException(
          "The marker \"" + text + "\" does not begin with the one <.");
    }
  }

  /** A marker that counts only as a control token, where control tokens are known. */
  public static Marker control(Kind kind, String text) {
    return new Marker(kind, text, false);
  }

  /** A marker that counts however it is spelled. */
  public static Marker ordinary(Kind kind, String text) {
    return new Marker(kind, text, true);
  }
}
