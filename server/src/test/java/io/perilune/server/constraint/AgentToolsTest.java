package io.perilune.server.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.constraint.CompiledConstraint;
import io.perilune.inference.constraint.ConstraintCompiler;
import io.perilune.server.constraint.schema.SchemaProblem;
import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallFormats;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tools of coding agents, in schemas of the kinds that these send. */
class AgentToolsTest {
  private static final int COPIES = 8;

  /** Far above what it takes; an explosion takes longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final OutputConstraints constraints = new OutputConstraints(new ByteVocabulary());

  @Test
  void onlyWhatNoGrammarCanSayIsNotEnforced() throws IOException {
    Map<String, List<String>> unenforced = new LinkedHashMap<>();
    for (ToolDefinition tool : tools(1)) {
      List<String> places =
          constraints.problems(tool.parameters()).stream().map(SchemaProblem::at).toList();
      if (!places.isEmpty()) {
        unenforced.put(tool.name(), places);
      }
    }
    assertEquals(
        Map.of(
            "AskUserQuestion", List.of("properties.answers.propertyNames"),
            "mcp__tracker__create_issue",
                List.of("properties.labels.uniqueItems", "properties.estimate.multipleOf"),
            "mcp__db__query",
                List.of("properties.tags.patternProperties", "properties.not_empty.not")),
        unenforced);
  }

  @Test
  void manyToolsCompileInTimeAndSpace() throws IOException {
    List<ToolDefinition> tools = tools(COPIES);
    assertTrue(tools.size() > 100);
    for (ToolChoice choice : List.of(new ToolChoice.Auto(), new ToolChoice.Required())) {
      OutputConstraints.Lenient result =
          assertTimeout(PATIENCE, () -> constraints.compileLeniently(calls(tools, choice)));
      assertEquals(List.of(), result.problems());
      CompiledConstraint compiled = result.constraint().orElseThrow();
      assertTrue(compiled.bytesUsed() < ConstraintCompiler.MAX_CACHE_BYTES / 4);
    }
  }

  @Test
  void aSchemaWithoutFiniteValuesIsGivenUp() {
    String endless =
        """
        {"type": "object", "required": ["a"], "properties": {"a": {"$ref": "#"}}}""";
    ToolDefinition tool =
        new ToolDefinition("endless", JsonObject.EMPTY, (JsonObject) JsonReader.read(endless));

    OutputConstraints.Lenient result =
        constraints.compileLeniently(calls(List.of(tool), new ToolChoice.Required()));

    assertTrue(result.constraint().isPresent());
    assertEquals(List.of("schema"), result.problems().stream().map(SchemaProblem::at).toList());
  }

  private static Constraint calls(List<ToolDefinition> tools, ToolChoice choice) {
    ToolCallFormat kimi =
        ToolCallFormats.load(AgentToolsTest.class.getClassLoader()).byId("kimi").orElseThrow();
    return kimi.constraint(new ParseContext(tools, choice, true, false, false, true, Set.of()))
        .orElseThrow();
  }

  /** The tools, several times under different names and with schemas that differ in a word. */
  private static List<ToolDefinition> tools(int copies) throws IOException {
    List<ToolDefinition> tools = new ArrayList<>();
    try (InputStream in = AgentToolsTest.class.getResourceAsStream("agent-tools.json")) {
      JsonArray all =
          (JsonArray) JsonReader.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      for (int copy = 0; copy < copies; copy++) {
        for (JsonValue value : all.elements()) {
          tools.add(tool((JsonObject) value, copy));
        }
      }
    }
    return tools;
  }

  private static ToolDefinition tool(JsonObject function, int copy) {
    String name = ((JsonString) function.get("name")).value() + (copy == 0 ? "" : "_" + copy);
    Map<String, JsonValue> parameters =
        new LinkedHashMap<>(((JsonObject) function.get("parameters")).members());
    parameters.put("title", new JsonString(name));
    JsonObject declaration =
        new JsonObject(
            Map.<String, JsonValue>of("type", new JsonString("function"), "function", function));
    return new ToolDefinition(name, declaration, new JsonObject(parameters));
  }
}
