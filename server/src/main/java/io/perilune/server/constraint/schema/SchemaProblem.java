package io.perilune.server.constraint.schema;

/**
 * A part of a schema that the grammar does not enforce.
 *
 * @param path where in the schema: {@code properties.name}; empty for the schema itself
 * @param keyword the keyword at fault
 * @param kind whose fault it is
 * @param reason what is wrong, as a sentence goes on after the place
 */
public record SchemaProblem(String path, String keyword, Kind kind, String reason) {
  /** Whose fault a problem is. */
  public enum Kind {
    /** No schema says this, or none of this size: whoever wrote it should know. */
    INVALID,
    /** JSON Schema has it, a grammar of bounded size does not. */
    UNENFORCED
  }

  /** The place of the keyword: {@code properties.name.pattern}. */
  public String at() {
    return path.isEmpty() ? keyword : path + "." + keyword;
  }
}
