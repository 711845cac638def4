package io.perilune.toolcall.parse;

import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ParseContext;
import java.util.List;

/**
 * Constraints of answers before which the model may reason between think tags. What it reasons
 * stays free.
 */
public final class ReasoningConstraint {
  private static final String THINK_OPEN = "<think>";
  private static final String THINK_CLOSE = "</think>";
  private static final int LINE_ENDS_MAX = 2;

  private ReasoningConstraint() {}

  /** The answer, after reasoning if the request has any. */
  public static Constraint before(Constraint answer, ParseContext context) {
    return before(
        answer, new Constraint.LazyTrigger(List.of(THINK_CLOSE), end(answer), true), context);
  }

  /**
   * The answer, after reasoning if the request has any; calls may begin inside of it and end it.
   *
   * @param callBegin the control token with which they begin
   * @param calls what they look like, that token included
   */
  public static Constraint before(
      Constraint answer, String callBegin, Constraint calls, ParseContext context) {
    return before(
        answer,
        new Constraint.LazyTrigger(
            List.of(THINK_CLOSE, callBegin),
            new Constraint.Choice(List.of(end(answer), calls)),
            true),
        context);
  }

  private static Constraint end(Constraint answer) {
    return new Constraint.Sequence(
        List.of(
            new Constraint.ControlToken(THINK_CLOSE),
            new Constraint.Repeat(new Constraint.Literal("\n"), 0, LINE_ENDS_MAX),
            answer));
  }

  private static Constraint before(
      Constraint answer, Constraint.LazyTrigger reasoned, ParseContext context) {
    if (!context.reasoning()) {
      return answer;
    }
    return context.thinkOpen()
        ? reasoned
        : new Constraint.Choice(
            List.of(
                answer,
                new Constraint.Sequence(
                    List.of(new Constraint.ControlToken(THINK_OPEN), reasoned))));
  }
}
