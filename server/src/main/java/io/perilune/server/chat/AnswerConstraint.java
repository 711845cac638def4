package io.perilune.server.chat;

import io.perilune.inference.constraint.CompiledConstraint;
import io.perilune.inference.constraint.GrammarException;
import io.perilune.server.constraint.OutputConstraints;
import io.perilune.server.constraint.schema.SchemaProblem;
import io.perilune.server.error.ApiException;
import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue.JsonBoolean;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what an answer must look like. What a client insists on is enforced or refused; what it
 * only describes is enforced as far as possible.
 */
final class AnswerConstraint {
  private final ServedModel model;
  private final ChatRequest request;
  private final ParseContext context;

  private AnswerConstraint(ServedModel model, ChatRequest request, ParseContext context) {
    this.model = model;
    this.request = request;
    this.context = context;
  }

  /**
   * The constraint of an answer, if there is anything to enforce.
   *
   * @throws ApiException if the client insists on what cannot be enforced
   */
  static Optional<CompiledConstraint> of(
      ServedModel model, ChatRequest request, ParseContext context) {
    if (request.content() instanceof ContentFormat.AnyText) {
      return new AnswerConstraint(model, request, context).calls();
    }
    return ContentConstraint.of(
        model, request.content(), content -> model.format().contentConstraint(content, context));
  }

  private OutputConstraints constraints() {
    return model.constraints();
  }

  private Optional<CompiledConstraint> calls() {
    boolean forced = request.toolSelection().forced();
    boolean strict = context.tools().stream().anyMatch(AnswerConstraint::isStrict);
    boolean insisted = forced || strict || request.toolSelection().restricted();
    if (!context.active() || !(insisted || model.constrainAuto())) {
      return Optional.empty();
    }
    List<String> problems = toolProblems();
    Optional<Constraint> asked = model.format().constraint(context);
    Optional<CompiledConstraint> compiled = asked.flatMap(calls -> compile(calls, problems));
    if (compiled.isEmpty() && insisted) {
      String field = forced || !strict ? "tool_choice" : "tools";
      throw ApiException.invalid(
          field, field + " asks for calls of a form that cannot be enforced with this model.");
    }
    SchemaProblemText.log(problems);
    return compiled;
  }

  private Optional<CompiledConstraint> compile(Constraint calls, List<String> problems) {
    try {
      OutputConstraints.Lenient lenient = constraints().compileLeniently(calls);
      lenient
          .problems()
          .forEach(
              problem -> {
                context.tools().stream()
                    .filter(AnswerConstraint::isStrict)
                    .findFirst()
                    .ifPresent(tool -> refuse(tool, problem));
                problems.add("tools: " + SchemaProblemText.told(problem));
              });
      return lenient.constraint();
    } catch (GrammarException e) {
      throw ApiException.invalid(
          "tools", "The calls of these tools cannot be enforced: " + e.getMessage() + ".");
    }
  }

  /** What of the tools' schemas is not enforced; an error if one is strict. */
  private List<String> toolProblems() {
    List<String> problems = new ArrayList<>();
    for (ToolDefinition tool : context.tools()) {
      if (isLax(tool)) {
        continue;
      }
      for (SchemaProblem problem : constraints().problems(tool.parameters())) {
        if (isStrict(tool)) {
          refuse(tool, problem);
        }
        problems.add(
            "tool '"
                + ApiException.printable(tool.name())
                + "': "
                + SchemaProblemText.told(problem));
      }
    }
    return problems;
  }

  private void refuse(ToolDefinition tool, SchemaProblem problem) {
    String field = request.fields().toolSchema(tool.name());
    throw ApiException.invalid(field, SchemaProblemText.sentence(field, problem));
  }

  private static boolean isStrict(ToolDefinition tool) {
    return strict(tool).orElse(false);
  }

  /** Whether the client asked not to enforce the tool's schema. */
  private static boolean isLax(ToolDefinition tool) {
    return !strict(tool).orElse(true);
  }

  private static Optional<Boolean> strict(ToolDefinition tool) {
    return tool.declaration().get("function") instanceof JsonObject function
            && function.get("strict") instanceof JsonBoolean(boolean value)
        ? Optional.of(value)
        : Optional.empty();
  }
}
