package io.perilune.toolcall.kimi;

import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.parse.CallSchemas;
import io.perilune.toolcall.parse.ReasoningConstraint;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What Kimi-K2's answers must look like: one section of calls, each with the name of an offered
 * tool, its index in the conversation and arguments by the tool's schema. Reasoning stays free, and
 * so does all text where the model decides.
 */
final class KimiConstraint {
  private static final int CALLS_MAX = 64;

  /**
   * Ways to begin a call whose index is given, over all places of a message: each place needs one
   * for each tool, and they make up most of the grammar. So 8 tools have their indexes given for
   * all calls of a message, 100 tools for the first 5, and more than 256 for the first one. After
   * these any index is allowed, and the parser sees to it that no id comes twice.
   */
  private static final int INDEXED_BODIES_MAX = 512;

  private static final int INDEX_DIGITS_MAX = 6;

  private KimiConstraint() {}

  /**
   * A tool as calls name it.
   *
   * @param arguments what its arguments look like: the very same for each place of a call, so that
   *     whoever follows the constraint need not look at the schema again
   */
  private record Callee(String name, Constraint arguments) {
    static Callee of(ToolDefinition tool) {
      return new Callee(tool.name(), new Constraint.Json(CallSchemas.arguments(tool)));
    }
  }

  /** What calls must look like, and whether any must come. */
  static Optional<Constraint> of(ParseContext context) {
    List<ToolDefinition> tools = CallSchemas.callable(context);
    if (tools.isEmpty()) {
      return Optional.empty();
    }
    Constraint calls = calls(tools, context);
    Constraint section = section(calls);
    if (context.toolChoice() instanceof ToolChoice.Auto) {
      return Optional.of(
          new Constraint.LazyTrigger(
              List.of(KimiMarkers.SECTION_BEGIN, KimiMarkers.CALL_BEGIN),
              either(section, calls),
              false));
    }
    return Optional.of(
        ReasoningConstraint.before(section, KimiMarkers.SECTION_BEGIN, section, context));
  }

  /** What an answer must look like whose content is constrained. */
  static Constraint ofContent(Constraint content, ParseContext context) {
    List<ToolDefinition> tools = CallSchemas.callable(context);
    if (tools.isEmpty()) {
      return ReasoningConstraint.before(content, context);
    }
    Constraint section = section(calls(tools, context));
    return ReasoningConstraint.before(
        either(content, section), KimiMarkers.SECTION_BEGIN, section, context);
  }

  private static Constraint section(Constraint calls) {
    return sequence(marker(KimiMarkers.SECTION_BEGIN), calls, marker(KimiMarkers.SECTION_END));
  }

  /** One call or more; each knows its index as long as there are not too many. */
  private static Constraint calls(List<ToolDefinition> callable, ParseContext context) {
    List<Callee> tools = callable.stream().map(Callee::of).toList();
    int max = context.parallelToolCalls() ? CALLS_MAX : 1;
    int indexed = Math.clamp(INDEXED_BODIES_MAX / tools.size(), 1, max);
    Constraint digits = new Constraint.Repeat(digit(), 1, INDEX_DIGITS_MAX);
    Constraint more = new Constraint.Repeat(call(tools, digits), 0, max - indexed);
    for (int place = indexed - 1; place > 0; place--) {
      more = new Constraint.Repeat(sequence(call(tools, index(context, place)), more), 0, 1);
    }
    return sequence(call(tools, index(context, 0)), more);
  }

  private static Constraint index(ParseContext context, int place) {
    int index = Math.addExact(context.usedIds().size(), place);
    return new Constraint.Variable(Integer.toString(index));
  }

  private static Constraint call(List<Callee> tools, Constraint index) {
    return sequence(
        marker(KimiMarkers.CALL_BEGIN),
        new Constraint.Literal(KimiHeaders.PREFIX),
        new Constraint.Choice(tools.stream().map(tool -> body(tool, index)).toList()),
        marker(KimiMarkers.CALL_END));
  }

  private static Constraint body(Callee tool, Constraint index) {
    return sequence(
        new Constraint.Literal(tool.name() + ":"),
        index,
        marker(KimiMarkers.ARGUMENT_BEGIN),
        tool.arguments());
  }

  private static Constraint digit() {
    return new Constraint.Choice(
        IntStream.range(0, 10)
            .mapToObj(digit -> (Constraint) new Constraint.Literal(Integer.toString(digit)))
            .toList());
  }

  private static Constraint either(Constraint... options) {
    return new Constraint.Choice(List.of(options));
  }

  private static Constraint marker(String text) {
    return new Constraint.ControlToken(text);
  }

  private static Constraint sequence(Constraint... parts) {
    return new Constraint.Sequence(List.of(parts));
  }
}
