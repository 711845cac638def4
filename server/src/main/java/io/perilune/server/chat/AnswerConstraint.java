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
import org.jboss.logging.Logger;

/**
 * Finds out what an answer must look like. What a client insists on is enforced or refused; what it
 * only describes is enforced as far as possible.
 */
final class AnswerConstraint {
  private static final Logger LOG = Logger.getLogger(AnswerConstraint.class);

  /** What is said at most about one request in the log. */
  private static final int LOGGED_PROBLEMS_MAX = 10;

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
    AnswerConstraint answer = new AnswerConstraint(model, request, context);
    return switch (request.content()) {
      case ContentFormat.AnyText _ -> answer.calls();
      case ContentFormat.Json json -> Optional.of(answer.json(json));
      case ContentFormat.Gbnf gbnf -> Optional.of(answer.gbnf(gbnf));
    };
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
    log(problems);
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
                problems.add("tools: " + told(problem));
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
        problems.add("tool '" + ApiException.printable(tool.name()) + "': " + told(problem));
      }
    }
    return problems;
  }

  private void refuse(ToolDefinition tool, SchemaProblem problem) {
    String field = "tools[" + request.tools().indexOf(tool) + "].function.parameters";
    throw ApiException.invalid(field, sentence(field, problem) + advice(problem));
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

  private CompiledConstraint json(ContentFormat.Json format) {
    List<String> unenforced = new ArrayList<>();
    for (SchemaProblem problem : constraints().problems(format.schema())) {
      boolean invalid = problem.kind() == SchemaProblem.Kind.INVALID;
      if (invalid || format.strict()) {
        throw ApiException.invalid(
            format.field(), sentence(format.field(), problem) + (invalid ? "" : advice(problem)));
      }
      unenforced.add(format.field() + ": " + told(problem));
    }
    log(unenforced);
    return content(new Constraint.Json(format.schema()), format.field());
  }

  private CompiledConstraint gbnf(ContentFormat.Gbnf format) {
    return content(new Constraint.Gbnf(format.grammar()), format.field());
  }

  private CompiledConstraint content(Constraint content, String field) {
    try {
      return constraints()
          .compile(model.format().contentConstraint(content, context))
          .orElseThrow(
              () ->
                  ApiException.invalid(
                      field, field + " cannot be enforced with this model's vocabulary."));
    } catch (GrammarException e) {
      throw ApiException.invalid(field, field + " cannot be enforced: " + e.getMessage() + ".");
    }
  }

  private static String sentence(String field, SchemaProblem problem) {
    return field + "." + told(problem) + ".";
  }

  /** The place, which holds names that clients chose, and what is wrong there. */
  private static String told(SchemaProblem problem) {
    String path = problem.path().isEmpty() ? "" : ApiException.printable(problem.path()) + ".";
    return path + ApiException.printable(problem.keyword()) + " " + problem.reason();
  }

  private static String advice(SchemaProblem problem) {
    return problem.kind() == SchemaProblem.Kind.INVALID
        ? ""
        : " Leave it out, or do not ask for strict.";
  }

  private static void log(List<String> problems) {
    if (!problems.isEmpty()) {
      int more = problems.size() - LOGGED_PROBLEMS_MAX;
      LOG.warnf(
          "Not enforced: %s%s",
          String.join("; ", problems.subList(0, Math.min(problems.size(), LOGGED_PROBLEMS_MAX))),
          more > 0 ? "; and " + more + " more" : "");
    }
  }
}
