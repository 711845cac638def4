package io.perilune.toolcall;

import io.perilune.toolcall.json.JsonValue;
import java.util.Objects;

/**
 * A tool the client offers.
 *
 * @param name the tool's name, unique in the request
 * @param declaration the whole declaration as templates see it: an object with {@code type:
 *     "function"} and {@code function: {name, description, parameters}}, keys in the client's order
 * @param parameters the JSON schema of the arguments; an empty object where the client gave none
 */
public record ToolDefinition(
    String name, JsonValue.JsonObject declaration, JsonValue.JsonObject parameters) {
  public ToolDefinition {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(declaration, "declaration");
    Objects.requireNonNull(parameters, "parameters");
  }
}
