package io.perilune.server.chat;

import io.perilune.inference.constraint.CompiledConstraint;
import io.perilune.inference.constraint.GrammarException;
import io.perilune.server.constraint.OutputConstraints;
import io.perilune.server.constraint.schema.SchemaProblem;
import io.perilune.server.error.ApiException;
import io.perilune.toolcall.Constraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Holds the content of an answer to what the client says that it must be. */
final class ContentConstraint {
  private final OutputConstraints constraints;
  private final UnaryOperator<Constraint> placed;

  private ContentConstraint(OutputConstraints constraints, UnaryOperator<Constraint> placed) {
    this.constraints = constraints;
    this.placed = placed;
  }

  /**
   * The constraint of a format; none for any text.
   *
   * @param placed gives the constraint of the whole output from that of its content
   * @throws ApiException if the client insists on what cannot be enforced
   */
  static Optional<CompiledConstraint> of(
      ServedModel model, ContentFormat format, UnaryOperator<Constraint> placed) {
    ContentConstraint content = new ContentConstraint(model.constraints(), placed);
    return switch (format) {
      case ContentFormat.AnyText _ -> Optional.empty();
      case ContentFormat.Json json -> Optional.of(content.json(json));
      case ContentFormat.Gbnf(String grammar, String field) ->
          Optional.of(content.compile(new Constraint.Gbnf(grammar), field));
    };
  }

  private CompiledConstraint json(ContentFormat.Json format) {
    List<String> unenforced = new ArrayList<>();
    for (SchemaProblem problem : constraints.problems(format.schema())) {
      if (problem.kind() == SchemaProblem.Kind.INVALID || format.strict()) {
        throw ApiException.invalid(
            format.field(), SchemaProblemText.sentence(format.field(), problem));
      }
      unenforced.add(format.field() + ": " + SchemaProblemText.told(problem));
    }
    SchemaProblemText.log(unenforced);
    return compile(new Constraint.Json(format.schema()), format.field());
  }

  private CompiledConstraint compile(Constraint content, String field) {
    try {
      return constraints
          .compile(placed.apply(content))
          .orElseThrow(
              () ->
                  ApiException.invalid(
                      field, field + " cannot be enforced with this model's vocabulary."));
    } catch (GrammarException e) {
      throw ApiException.invalid(field, field + " cannot be enforced: " + e.getMessage() + ".");
    }
  }
}
