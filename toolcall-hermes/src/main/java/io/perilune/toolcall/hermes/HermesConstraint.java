package io.perilune.toolcall.hermes;

import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonWriter;
import io.perilune.toolcall.parse.CallSchemas;
import io.perilune.toolcall.parse.ReasoningConstraint;
import io.perilune.toolcall.parse.XmlConstraint;
import java.util.List;
import java.util.Optional;

/**
 * What calls must look like where the client requires one: in tags, JSON or Qwen3-Coder's XML as
 * the model likes, with the name of an offered tool and arguments by its schema. Where the model
 * decides, nothing is enforced: it may write the tags in its reasoning, where they are no call.
 */
final class HermesConstraint {
  private static final int CALLS_MAX = 64;

  private HermesConstraint() {}

  static Optional<Constraint> of(ParseContext context) {
    List<ToolDefinition> tools = CallSchemas.callable(context);
    if (tools.isEmpty() || context.toolChoice() instanceof ToolChoice.Auto) {
      return Optional.empty();
    }
    return Optional.of(ReasoningConstraint.before(calls(tools, context), context));
  }

  /** What an answer must look like whose content is constrained. */
  static Constraint ofContent(Constraint content, ParseContext context) {
    List<ToolDefinition> tools = CallSchemas.callable(context);
    Constraint answer =
        tools.isEmpty() ? content : new Constraint.Choice(List.of(content, calls(tools, context)));
    return ReasoningConstraint.before(answer, context);
  }

  private static Constraint calls(List<ToolDefinition> tools, ParseContext context) {
    Constraint call = new Constraint.Choice(tools.stream().map(HermesConstraint::call).toList());
    int more = context.parallelToolCalls() ? CALLS_MAX - 1 : 0;
    return sequence(
        call, new Constraint.Repeat(sequence(new Constraint.Literal("\n"), call), 0, more));
  }

  private static Constraint call(ToolDefinition tool) {
    Constraint json =
        sequence(
            new Constraint.Literal(
                "{\"name\": " + JsonWriter.quoted(tool.name()) + ", \"arguments\": "),
            new Constraint.Json(CallSchemas.arguments(tool)),
            new Constraint.Literal("}"));
    return sequence(
        new Constraint.Literal(HermesMarkers.CALL_BEGIN + "\n"),
        XmlConstraint.function(tool)
            .<Constraint>map(xml -> new Constraint.Choice(List.of(json, xml)))
            .orElse(json),
        new Constraint.Literal("\n" + HermesMarkers.CALL_END));
  }

  private static Constraint sequence(Constraint... parts) {
    return new Constraint.Sequence(List.of(parts));
  }
}
