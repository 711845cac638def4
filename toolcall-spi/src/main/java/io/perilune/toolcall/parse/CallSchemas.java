package io.perilune.toolcall.parse;

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

/** What a constraint on calls is made of. */
public final class CallSchemas {
  private CallSchemas() {}

  /** The tools that may be called by the client's choice; none where calls are off. */
  public static List<ToolDefinition> callable(ParseContext context) {
    if (!context.active()) {
      return List.of();
    }
    return context.toolChoice() instanceof ToolChoice.Named(String name)
        ? context.tools().stream().filter(tool -> tool.name().equals(name)).toList()
        : context.tools();
  }

  /**
   * The schema that the arguments must follow: the tool's own, always of an object; or that of any
   * object, if the client declared the tool with {@code strict: false}.
   */
  public static JsonObject arguments(ToolDefinition tool) {
    Map<String, JsonValue> schema = new LinkedHashMap<>();
    if (isEnforced(tool)) {
      schema.putAll(tool.parameters().members());
    }
    schema.putIfAbsent("type", new JsonString("object"));
    return new JsonObject(schema);
  }

  /** Whether the client wants the schema to be enforced: unless it declared the tool otherwise. */
  static boolean isEnforced(ToolDefinition tool) {
    return !(tool.declaration().get("function") instanceof JsonObject function
        && function.get("strict") instanceof JsonBoolean strict
        && !strict.value());
  }
}
