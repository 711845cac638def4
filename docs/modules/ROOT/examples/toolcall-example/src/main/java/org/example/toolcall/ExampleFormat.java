package org.example.toolcall;

import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallParser;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.parse.CallParser;
import io.perilune.toolcall.parse.CallSchemas;
import io.perilune.toolcall.parse.CallSyntax;
import io.perilune.toolcall.parse.Marker;
import io.perilune.toolcall.parse.NameHeaders;
import io.perilune.toolcall.parse.SequentialIds;
import java.util.List;
import java.util.Optional;

/** Calls written as {@code <|call|>NAME<|with|>{…}<|done|>}, all three of them control tokens. */
public final class ExampleFormat implements ToolCallFormat {
  static final String CALL = "<|call|>";
  static final String WITH = "<|with|>";
  static final String DONE = "<|done|>";
  private static final int CALLS_MAX = 64;
  private static final int CERTAIN = 100;

  private static final List<Marker> MARKERS =
      List.of(
          Marker.control(Marker.Kind.CALL_BEGIN, CALL),
          Marker.control(Marker.Kind.ARGUMENT_BEGIN, WITH),
          Marker.control(Marker.Kind.CALL_END, DONE));

  /** For the service loader. */
  public ExampleFormat() {}

  @Override
  public String id() {
    return "example";
  }

  /** Sure of models whose chat template writes calls so. */
  @Override
  public int score(ModelDescriptor model) {
    return model.templateSource().contains(CALL) ? CERTAIN : 0;
  }

  /** The library's parser does the work; the format says how its calls are written. */
  @Override
  public ToolCallParser newParser(ParseContext context) {
    return new CallParser(
        context,
        new CallSyntax(
            MARKERS,
            new NameHeaders(context.tools()),
            List.of(),
            new SequentialIds(context.usedIds())));
  }

  /** What generation must look like once a call begins, or from the start if one is required. */
  @Override
  public Optional<Constraint> constraint(ParseContext context) {
    List<ToolDefinition> tools = CallSchemas.callable(context);
    if (tools.isEmpty()) {
      return Optional.empty();
    }
    Constraint call = new Constraint.Choice(tools.stream().map(ExampleFormat::call).toList());
    Constraint calls = new Constraint.Repeat(call, 1, context.parallelToolCalls() ? CALLS_MAX : 1);
    return Optional.of(
        context.toolChoice() instanceof ToolChoice.Auto
            ? new Constraint.LazyTrigger(List.of(CALL), calls, false)
            : calls);
  }

  private static Constraint call(ToolDefinition tool) {
    return new Constraint.Sequence(
        List.of(
            new Constraint.ControlToken(CALL),
            new Constraint.Literal(tool.name()),
            new Constraint.ControlToken(WITH),
            new Constraint.Json(CallSchemas.arguments(tool)),
            new Constraint.ControlToken(DONE)));
  }
}
