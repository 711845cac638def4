package io.perilune.server.conversation;

import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonBoolean;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Declares tools to templates in the form that they know, for APIs that declare them otherwise. */
public final class FunctionDeclaration {
  private FunctionDeclaration() {}

  /**
   * A tool.
   *
   * @param parameters the JSON schema of the arguments
   * @param strict whether the client insists on the schema or asks not to enforce it, if it says
   */
  public static ToolDefinition of(
      String name, Optional<String> description, JsonObject parameters, Optional<Boolean> strict) {
    Map<String, JsonValue> function = new LinkedHashMap<>();
    function.put("name", new JsonString(name));
    description.ifPresent(text -> function.put("description", new JsonString(text)));
    function.put("parameters", parameters);
    strict.ifPresent(value -> function.put("strict", new JsonBoolean(value)));
    Map<String, JsonValue> declaration = new LinkedHashMap<>();
    declaration.put("type", new JsonString("function"));
    declaration.put("function", new JsonObject(function));
    return new ToolDefinition(name, new JsonObject(declaration), parameters);
  }
}
