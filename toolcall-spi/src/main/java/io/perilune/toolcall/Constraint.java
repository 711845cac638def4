package io.perilune.toolcall;

import io.perilune.toolcall.json.JsonValue;
import java.util.List;

/** What the generated text must look like; the engine turns it into token masks. */
public sealed interface Constraint {
  /** Exactly this text. */
  record Literal(String text) implements Constraint {}

  /**
   * Exactly this text, which is another one for each request. What else the constraint says is made
   * ready once, so that a number that grows with the conversation costs nothing.
   */
  record Variable(String text) implements Constraint {}

  /** Any text up to the first place where it ends so, that end included; no control tokens. */
  record TextUntil(String end) implements Constraint {
    public TextUntil {
      if (end.isEmpty()) {
        throw new IllegalArgumentException("The text that is to end another one is empty.");
      }
    }
  }

  /** Exactly this control token. */
  record ControlToken(String text) implements Constraint {}

  /** A JSON value valid against this schema. */
  record Json(JsonValue schema) implements Constraint {}

  /** A text of a grammar in the notation GBNF, whose root is the rule {@code root}. */
  record Gbnf(String grammar) implements Constraint {}

  /** One after the other. */
  record Sequence(List<Constraint> parts) implements Constraint {
    public Sequence {
      parts = List.copyOf(parts);
    }
  }

  /** One of these. */
  record Choice(List<Constraint> options) implements Constraint {
    public Choice {
      options = List.copyOf(options);
    }
  }

  /** {@code part} from {@code min} to {@code max} times. */
  record Repeat(Constraint part, int min, int max) implements Constraint {}

  /**
   * Free text until one of these control tokens; from that token on, {@code then}, which includes
   * it.
   *
   * <p>As a whole constraint it leaves all other tokens free before that. Inside of another one the
   * free text has no control tokens, and one of those named must come.
   *
   * @param required whether one of the control tokens must come: the output does not end before
   */
  record LazyTrigger(List<String> controlTokens, Constraint then, boolean required)
      implements Constraint {
    public LazyTrigger {
      controlTokens = List.copyOf(controlTokens);
    }
  }
}
