package io.perilune.server.chat;

import java.util.Map;
import java.util.Objects;

/**
 * Where the parts of a request stand in its body, for messages about them.
 *
 * @param conversation the field of the conversation
 * @param toolSchemas the fields of the tools' schemas, by the tools' names
 */
public record RequestFields(String conversation, Map<String, String> toolSchemas) {
  public RequestFields {
    Objects.requireNonNull(conversation, "conversation");
    toolSchemas = Map.copyOf(toolSchemas);
  }

  /** The field of a tool's schema, or of all tools if it is not known. */
  String toolSchema(String tool) {
    return toolSchemas.getOrDefault(tool, "tools");
  }
}
