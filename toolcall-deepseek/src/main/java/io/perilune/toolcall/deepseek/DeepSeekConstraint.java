package io.perilune.toolcall.deepseek;

import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.parse.CallSchemas;
import io.perilune.toolcall.parse.ReasoningConstraint;
import java.util.List;
import java.util.Optional;

/**
 * What calls must look like: one section of calls, each with the name of an offered tool and
 * arguments by its schema, in the manner of R1 or of V3.1, as the model likes. Free text stays free
 * where the model decides.
 */
final class DeepSeekConstraint {
  private static final int CALLS_MAX = 64;

  private DeepSeekConstraint() {}

  static Optional<Constraint> of(ParseContext context) {
    List<ToolDefinition> tools = CallSchemas.callable(context);
    if (tools.isEmpty()) {
      return Optional.empty();
    }
    Constraint section = section(tools, context);
    if (context.toolChoice() instanceof ToolChoice.Auto) {
      return Optional.of(
          new Constraint.LazyTrigger(List.of(DeepSeekMarkers.SECTION_BEGIN), section, false));
    }
    return Optional.of(
        ReasoningConstraint.before(section, DeepSeekMarkers.SECTION_BEGIN, section, context));
  }

  /** What an answer must look like whose content is constrained. */
  static Constraint ofContent(Constraint content, ParseContext context) {
    List<ToolDefinition> tools = CallSchemas.callable(context);
    if (tools.isEmpty()) {
      return ReasoningConstraint.before(content, context);
    }
    Constraint section = section(tools, context);
    return ReasoningConstraint.before(
        choice(content, section), DeepSeekMarkers.SECTION_BEGIN, section, context);
  }

  private static Constraint section(List<ToolDefinition> tools, ParseContext context) {
    int more = context.parallelToolCalls() ? CALLS_MAX - 1 : 0;
    Constraint call = new Constraint.Choice(tools.stream().map(DeepSeekConstraint::call).toList());
    Constraint next = choice(call, sequence(new Constraint.Literal("\n"), call));
    return sequence(
        token(DeepSeekMarkers.SECTION_BEGIN),
        call,
        new Constraint.Repeat(next, 0, more),
        token(DeepSeekMarkers.SECTION_END));
  }

  private static Constraint call(ToolDefinition tool) {
    Constraint arguments = new Constraint.Json(CallSchemas.arguments(tool));
    Constraint fenced =
        sequence(
            new Constraint.Literal("function"),
            token(DeepSeekMarkers.SEPARATOR),
            new Constraint.Literal(tool.name() + "\n```json\n"),
            arguments,
            new Constraint.Literal("\n```"));
    Constraint bare =
        sequence(new Constraint.Literal(tool.name()), token(DeepSeekMarkers.SEPARATOR), arguments);
    return sequence(
        token(DeepSeekMarkers.CALL_BEGIN), choice(fenced, bare), token(DeepSeekMarkers.CALL_END));
  }

  private static Constraint token(String text) {
    return new Constraint.ControlToken(text);
  }

  private static Constraint choice(Constraint... options) {
    return new Constraint.Choice(List.of(options));
  }

  private static Constraint sequence(Constraint... parts) {
    return new Constraint.Sequence(List.of(parts));
  }
}
