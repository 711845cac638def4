package io.perilune.template.jinja.error;

/** A template that cannot be compiled or rendered: what kind of error, why and where. */
public final class JinjaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;
  private final transient Position position;

  public JinjaException(ErrorKind kind, String reason) {
    this(kind, reason, null);
  }

  /**
   * @param position where, or {@code null} while that is not known
   */
  public JinjaException(ErrorKind kind, String reason, Position position) {
    // Errors are part of a template's normal life (raise_exception); nobody reads their stack.
    super(reason, null, false, false);
    this.kind = kind;
    this.position = position;
  }

  public ErrorKind kind() {
    return kind;
  }

  /** The reason alone, without the place. */
  public String reason() {
    return getMessage();
  }

  /** Where it happened, or {@code null}. */
  public Position position() {
    return position;
  }

  /** This error with a place, unless it has one. */
  public JinjaException at(Position place) {
    return position == null && place != null ? new JinjaException(kind, getMessage(), place) : this;
  }

  public static JinjaException type(String reason) {
    return new JinjaException(ErrorKind.TYPE, reason);
  }

  public static JinjaException value(String reason) {
    return new JinjaException(ErrorKind.VALUE, reason);
  }
}
