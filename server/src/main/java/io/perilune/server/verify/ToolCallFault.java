package io.perilune.server.verify;

import java.util.Locale;

/**
 * What is wrong with the calls of an answer.
 *
 * @param detail for people to read; quotes what the model wrote
 */
record ToolCallFault(Kind kind, String detail) {
  /** What can be wrong. */
  enum Kind {
    /** The answer finished for tool calls and has none. */
    NO_CALL,
    /** No tool of the request has the name. */
    UNKNOWN_TOOL,
    /** The arguments are no JSON. */
    ARGUMENTS_NOT_JSON,
    /** The arguments are not what the tool's schema asks for. */
    SCHEMA_VIOLATION,
    /** The request's own schema is none, so that nothing can be valid. */
    UNUSABLE_SCHEMA;

    /** As in files. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
