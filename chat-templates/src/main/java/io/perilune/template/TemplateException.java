package io.perilune.template;

import java.util.Objects;

/**
 * A template that cannot be found, compiled or rendered. The message names the template and, where
 * there is one, the line and column.
 */
public final class TemplateException extends RuntimeException {
  /** Whose fault it is. */
  public enum Kind {
    /** There is no template, or none of the name that was asked for. */
    NOT_FOUND,
    /** The source is not a template. */
    NOT_A_TEMPLATE,
    /**
     * The template refuses the conversation by {@code raise_exception}: the client can change it.
     */
    REFUSED,
    /** The template uses up its budget of time, size or depth. */
    OVER_BUDGET,
    /** The template has an error. */
    FAILED
  }

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  public TemplateException(Kind kind, String message) {
    this(kind, message, null);
  }

  public TemplateException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  public Kind kind() {
    return kind;
  }
}
