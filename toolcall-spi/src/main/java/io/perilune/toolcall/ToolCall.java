package io.perilune.toolcall;

import java.util.Objects;

/**
 * A call of a tool by the assistant.
 *
 * @param id unique in the conversation
 * @param name the tool's name
 * @param arguments the arguments as JSON text, exactly as the model or the client wrote them; may
 *     be malformed
 */
public record ToolCall(String id, String name, String arguments) {
  public ToolCall {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(arguments, "arguments");
  }
}
