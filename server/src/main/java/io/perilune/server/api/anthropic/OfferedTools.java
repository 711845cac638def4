package io.perilune.server.api.anthropic;

import io.perilune.server.conversation.FunctionDeclaration;
import io.perilune.server.conversation.ToolReader;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tools of a request.
 *
 * @param declared those that the model is told of at the beginning
 * @param deferred those that it is told of where a tool's result refers to them, by name. They are
 *     kept out of the beginning, which would else change with each of them, and with it the whole
 *     prompt
 * @param schemaFields where the tools' schemas stand in the body, by the tools' names
 * @param ignored the names of those that Anthropic's own service would run
 */
record OfferedTools(
    List<ToolDefinition> declared,
    Map<String, ToolDefinition> deferred,
    Map<String, String> schemaFields,
    Set<String> ignored) {
  /** The type of tools that the client runs and describes itself; others have a date in theirs. */
  private static final String CUSTOM = "custom";

  /**
   * Reads {@code tools}; none where it is absent.
   *
   * @throws ApiException naming the first field at fault
   */
  static OfferedTools read(Fields body) {
    List<ToolDefinition> declared = new ArrayList<>();
    Map<String, ToolDefinition> deferred = new LinkedHashMap<>();
    Map<String, String> schemaFields = new HashMap<>();
    Set<String> ignored = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Fields tool : ToolReader.entries(body)) {
      if (!tool.string("type").orElse(CUSTOM).equals(CUSTOM)) {
        tool.string("name").ifPresent(ignored::add);
        continue;
      }
      ToolDefinition definition = definition(tool);
      if (!names.add(definition.name())) {
        throw ApiException.invalid(
            tool.path("name"),
            "Two tools have the name '" + definition.name() + "'; names must differ.");
      }
      schemaFields.put(definition.name(), tool.path("input_schema"));
      if (tool.bool("defer_loading").orElse(false)) {
        deferred.put(definition.name(), definition);
      } else {
        declared.add(definition);
      }
    }
    return new OfferedTools(declared, deferred, schemaFields, ignored);
  }

  private static ToolDefinition definition(Fields tool) {
    String name = ToolReader.name(tool);
    JsonObject schema =
        tool.object("input_schema")
            .orElseThrow(() -> tool.wrong("input_schema", "a JSON schema; it is missing"))
            .object();
    return FunctionDeclaration.of(name, tool.string("description"), schema, tool.bool("strict"));
  }

  /** Those that may be called once these of the deferred ones have been loaded. */
  List<ToolDefinition> callable(Set<String> loaded) {
    List<ToolDefinition> callable = new ArrayList<>(declared);
    deferred.values().stream().filter(tool -> loaded.contains(tool.name())).forEach(callable::add);
    return callable;
  }
}
