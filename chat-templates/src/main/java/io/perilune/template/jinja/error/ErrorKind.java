package io.perilune.template.jinja.error;

/** Kinds of template errors; but for {@link #LIMIT} each is one that the reference raises too. */
public enum ErrorKind {
  /** The source is not a template. */
  SYNTAX,
  /** A missing variable, attribute or element was used for more than printing. */
  UNDEFINED,
  /** An operation does not apply to a value of this type. */
  TYPE,
  /** The type is right, the value is not. */
  VALUE,
  ZERO_DIVISION,
  /** A key or position that must exist does not. */
  LOOKUP,
  OVERFLOW,
  /** Access to an internal or mutating member. */
  SECURITY,
  /** Other errors of a running template. */
  RUNTIME,
  /** An argument of a filter that is out of its choice. */
  FILTER_ARGUMENT,
  /** An error for which the reference has no kind of its own. */
  OTHER,
  /** The template called {@code raise_exception}; its message is meant for the client. */
  RAISE_EXCEPTION,
  /** A budget of time, size or depth is used up. */
  LIMIT
}
