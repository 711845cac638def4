package io.perilune.toolcall.testkit;

import io.perilune.toolcall.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Writes outputs that fit a constraint. */
public final class ConstraintSampler {
  private static final int EXTRA_REPEATS_MAX = 3;

  private ConstraintSampler() {}

  /** An output that fits, with little free text; each JSON value is an empty object. */
  public static Pieces sample(Constraint constraint, Random random) {
    List<Pieces.Piece> pieces = new ArrayList<>();
    write(constraint, random, pieces);
    return new Pieces(pieces);
  }

  private static void write(Constraint constraint, Random random, List<Pieces.Piece> pieces) {
    switch (constraint) {
      case Constraint.Literal(String text) -> pieces.add(new Pieces.Piece(text, false));
      case Constraint.Variable(String text) -> pieces.add(new Pieces.Piece(text, false));
      case Constraint.TextUntil(String end) -> pieces.add(new Pieces.Piece("text" + end, false));
      case Constraint.ControlToken(String text) -> pieces.add(new Pieces.Piece(text, true));
      case Constraint.Json json -> pieces.add(new Pieces.Piece("{}", false));
      case Constraint.Gbnf gbnf ->
          throw new IllegalArgumentException("Outputs of a GBNF grammar cannot be made up.");
      case Constraint.Sequence(List<Constraint> parts) ->
          parts.forEach(part -> write(part, random, pieces));
      case Constraint.Choice(List<Constraint> options) ->
          write(options.get(random.nextInt(options.size())), random, pieces);
      case Constraint.Repeat(Constraint part, int min, int max) -> {
        int count = random.nextInt(min, Math.min(max, min + EXTRA_REPEATS_MAX) + 1);
        for (int i = 0; i < count; i++) {
          write(part, random, pieces);
        }
      }
      case Constraint.LazyTrigger lazy -> write(lazy.then(), random, pieces);
    }
  }
}
