package io.perilune.toolcall;

import io.perilune.toolcall.json.JsonValue;
import java.util.List;

/** What the generated text must look like; the engine turns it into token masks. */
public sealed interface Constraint {
  /** Exactly this text. */
  record Literal(String text) implements Constraint {}

  /** Exactly this control token. */
  record ControlToken(String text) implements Constraint {}

  /** A JSON value valid against this schema. */
  record Json(JsonValue schema) implements Constraint {}

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
   */
  record LazyTrigger(List<String> controlTokens, Constraint then) implements Constraint {
    public LazyTrigger {
      controlTokens = List.copyOf(controlTokens);
    }
  }
}
