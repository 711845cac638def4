package io.perilune.server.api.openai.responses;

import java.util.Optional;

/**
 * A tool as the client knows it. Models know no namespaces: they see the name in a namespace as
 * part of the tool's.
 *
 * @param namespace the namespace that it is in, or {@code null}
 * @param custom whether it takes a text instead of arguments
 */
record ClientTool(String namespace, String name, boolean custom) {
  private static final String SEPARATOR = "__";

  /** The name that the model knows. */
  String modelName() {
    return modelName(Optional.ofNullable(namespace), name);
  }

  /** The name that the model knows of a tool. */
  static String modelName(Optional<String> namespace, String name) {
    return namespace
        .map(space -> space.endsWith(SEPARATOR) ? space + name : space + SEPARATOR + name)
        .orElse(name);
  }
}
