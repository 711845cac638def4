package io.perilune.toolcall.kimi;

import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.parse.CallSchemas;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What Kimi-K2's calls must look like: one section of calls, each with the name of an offered tool,
 * an index and arguments by the tool's schema. Free text stays free where the model decides.
 */
final class KimiConstraint {
  private static final int CALLS_MAX = 64;
  private static final int INDEX_DIGITS_MAX = 6;

  private KimiConstraint() {}

  static Optional<Constraint> of(ParseContext context) {
    List<ToolDefinition> tools = CallSchemas.callable(context);
    if (tools.isEmpty()) {
      return Optional.empty();
    }
    Constraint calls = calls(tools, context);
    Constraint section =
        sequence(marker(KimiMarkers.SECTION_BEGIN), calls, marker(KimiMarkers.SECTION_END));
    if (context.toolChoice() instanceof ToolChoice.Auto) {
      return Optional.of(
          after(
              List.of(KimiMarkers.SECTION_BEGIN, KimiMarkers.CALL_BEGIN),
              new Constraint.Choice(List.of(section, calls))));
    }
    if (!context.reasoning()) {
      return Optional.of(section);
    }
    Constraint answer = sequence(marker(KimiMarkers.THINK_CLOSE), section);
    return Optional.of(
        after(
            List.of(KimiMarkers.THINK_CLOSE, KimiMarkers.SECTION_BEGIN),
            new Constraint.Choice(List.of(answer, section))));
  }

  private static Constraint calls(List<ToolDefinition> tools, ParseContext context) {
    int max = context.parallelToolCalls() ? CALLS_MAX : 1;
    // Where only one call can follow, its index is known.
    Constraint index =
        max == 1
            ? new Constraint.Literal(Integer.toString(context.usedIds().size()))
            : new Constraint.Repeat(digit(), 1, INDEX_DIGITS_MAX);
    List<Constraint> bodies = tools.stream().map(tool -> body(tool, index)).toList();
    Constraint call =
        sequence(
            marker(KimiMarkers.CALL_BEGIN),
            new Constraint.Literal(KimiHeaders.PREFIX),
            new Constraint.Choice(bodies),
            marker(KimiMarkers.CALL_END));
    return new Constraint.Repeat(call, 1, max);
  }

  private static Constraint body(ToolDefinition tool, Constraint index) {
    return sequence(
        new Constraint.Literal(tool.name() + ":"),
        index,
        marker(KimiMarkers.ARGUMENT_BEGIN),
        new Constraint.Json(CallSchemas.arguments(tool)));
  }

  private static Constraint digit() {
    return new Constraint.Choice(
        IntStream.range(0, 10)
            .mapToObj(digit -> (Constraint) new Constraint.Literal(Integer.toString(digit)))
            .toList());
  }

  private static Constraint after(List<String> triggers, Constraint then) {
    return new Constraint.LazyTrigger(triggers, then);
  }

  private static Constraint marker(String text) {
    return new Constraint.ControlToken(text);
  }

  private static Constraint sequence(Constraint... parts) {
    return new Constraint.Sequence(List.of(parts));
  }
}
