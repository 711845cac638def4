package io.perilune.toolcall.kimi;

import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonBoolean;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    List<ToolDefinition> tools =
        context.tools().stream()
            .filter(
                tool ->
                    !(context.toolChoice() instanceof ToolChoice.Named(String name))
                        || tool.name().equals(name))
            .toList();
    if (!context.active() || tools.isEmpty()) {
      return Optional.empty();
    }
    Constraint calls = calls(tools, context);
    Constraint section = sequence(marker(Marker.SECTION_BEGIN), calls, marker(Marker.SECTION_END));
    if (context.toolChoice() instanceof ToolChoice.Auto) {
      return Optional.of(
          after(
              List.of(Marker.SECTION_BEGIN, Marker.CALL_BEGIN),
              new Constraint.Choice(List.of(section, calls))));
    }
    if (!context.reasoning()) {
      return Optional.of(section);
    }
    Constraint answer = sequence(marker(Marker.THINK_CLOSE), section);
    return Optional.of(
        after(
            List.of(Marker.THINK_CLOSE, Marker.SECTION_BEGIN),
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
            marker(Marker.CALL_BEGIN),
            new Constraint.Literal(ToolNames.PREFIX),
            new Constraint.Choice(bodies),
            marker(Marker.CALL_END));
    return new Constraint.Repeat(call, 1, max);
  }

  private static Constraint body(ToolDefinition tool, Constraint index) {
    return sequence(
        new Constraint.Literal(tool.name() + ":"),
        index,
        marker(Marker.ARGUMENT_BEGIN),
        new Constraint.Json(schema(tool)));
  }

  /** The tool's schema, or any object if the client asked not to enforce it. */
  private static JsonValue schema(ToolDefinition tool) {
    boolean enforced =
        !(tool.declaration().get("function") instanceof JsonObject function
            && function.get("strict") instanceof JsonBoolean(boolean strict)
            && !strict);
    Map<String, JsonValue> schema = new LinkedHashMap<>();
    if (enforced) {
      schema.putAll(tool.parameters().members());
    }
    schema.putIfAbsent("type", new JsonString("object"));
    return new JsonObject(schema);
  }

  private static Constraint digit() {
    return new Constraint.Choice(
        IntStream.range(0, 10)
            .mapToObj(digit -> (Constraint) new Constraint.Literal(Integer.toString(digit)))
            .toList());
  }

  private static Constraint after(List<Marker> triggers, Constraint then) {
    return new Constraint.LazyTrigger(triggers.stream().map(Marker::text).toList(), then);
  }

  private static Constraint marker(Marker marker) {
    return new Constraint.ControlToken(marker.text());
  }

  private static Constraint sequence(Constraint... parts) {
    return new Constraint.Sequence(List.of(parts));
  }
}
