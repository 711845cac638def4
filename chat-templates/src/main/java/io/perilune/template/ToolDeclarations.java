package io.perilune.template;

import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Declarations of tools with what templates look for and clients may leave out. */
final class ToolDeclarations {
  private static final Map<String, JsonValue> FUNCTION_DEFAULTS =
      Map.of("description", new JsonString(""), "parameters", JsonObject.EMPTY);
  private static final Map<String, JsonValue> SCHEMA_DEFAULTS =
      Map.of("type", new JsonString("object"), "properties", JsonObject.EMPTY);
  private static final Map<String, JsonValue> PROPERTY_DEFAULTS =
      Map.of("description", new JsonString(""), "type", new JsonString("any"));

  private ToolDeclarations() {}

  static List<ToolDefinition> complete(
      List<ToolDefinition> tools, TemplateCapabilities capabilities) {
    boolean function = !capabilities.can(TemplateCapability.BARE_TOOLS);
    boolean parameters = !capabilities.can(TemplateCapability.BARE_PARAMETERS);
    return function || parameters
        ? tools.stream().map(tool -> complete(tool, function, parameters)).toList()
        : tools;
  }

  /** Declarations for a template that cannot render them as they are. */
  static List<ToolDefinition> simplified(List<ToolDefinition> tools) {
    return tools.stream()
        .map(
            tool ->
                tool.declaration().get("function") instanceof JsonObject function
                    ? withFunction(tool, SimpleSchemas.function(function))
                    : tool)
        .toList();
  }

  private static ToolDefinition complete(ToolDefinition tool, boolean all, boolean parameters) {
    if (!(tool.declaration().get("function") instanceof JsonObject function)) {
      return tool;
    }
    JsonObject full = all ? with(function, FUNCTION_DEFAULTS) : function;
    if (full.get("parameters") instanceof JsonObject schema) {
      JsonObject object = all ? with(schema, SCHEMA_DEFAULTS) : schema;
      if (parameters && object.get("properties") instanceof JsonObject properties) {
        object = replace(object, "properties", described(properties));
      }
      full = replace(full, "parameters", object);
    }
    return withFunction(tool, full);
  }

  private static ToolDefinition withFunction(ToolDefinition tool, JsonObject function) {
    return new ToolDefinition(
        tool.name(), replace(tool.declaration(), "function", function), tool.parameters());
  }

  private static JsonObject described(JsonObject properties) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    properties
        .members()
        .forEach(
            (name, value) ->
                members.put(
                    name,
                    value instanceof JsonObject property
                        ? with(property, PROPERTY_DEFAULTS)
                        : value));
    return new JsonObject(members);
  }

  private static JsonObject with(JsonObject object, Map<String, JsonValue> defaults) {
    Map<String, JsonValue> members = new LinkedHashMap<>(object.members());
    defaults.keySet().stream().sorted().forEach(key -> members.putIfAbsent(key, defaults.get(key)));
    return new JsonObject(members);
  }

  private static JsonObject replace(JsonObject object, String key, JsonValue value) {
    Map<String, JsonValue> members = new LinkedHashMap<>(object.members());
    members.put(key, value);
    return new JsonObject(members);
  }
}
