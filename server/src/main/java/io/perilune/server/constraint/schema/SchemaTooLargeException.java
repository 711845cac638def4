package io.perilune.server.constraint.schema;

/** A schema's grammar would be larger than {@link SchemaLimits} allow. */
final class SchemaTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param what the part that was one too many
   */
  SchemaTooLargeException(String what) {
    super(what, null, false, false);
  }
}
