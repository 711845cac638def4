package io.perilune.template.jinja.value;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;

/**
 * What a missing variable, attribute or element yields: prints as nothing, is false and empty, and
 * is an error in any other use.
 *
 * @param reason the message of that error
 * @param kind its kind
 */
public record UndefinedValue(String reason, ErrorKind kind) implements Value {
  private static final int SHOWN_LENGTH = 80;

  public static UndefinedValue variable(String name) {
    return new UndefinedValue("'" + name + "' is undefined", ErrorKind.UNDEFINED);
  }

  public static UndefinedValue because(String reason) {
    return new UndefinedValue(reason, ErrorKind.UNDEFINED);
  }

  public static UndefinedValue attribute(Value owner, String name) {
    return because("'" + describe(owner) + "' has no attribute '" + cut(name) + "'");
  }

  public static UndefinedValue element(Value owner, String index) {
    return because(describe(owner) + " has no element " + cut(index));
  }

  public static UndefinedValue unsafe(Value owner, String name) {
    return new UndefinedValue(
        "access to attribute '" + name + "' of '" + owner.typeName() + "' object is unsafe.",
        ErrorKind.SECURITY);
  }

  /** The error of using this value. */
  public JinjaException error() {
    return new JinjaException(kind, reason);
  }

  /** A name as far as a message shows it. */
  private static String cut(String name) {
    return name.length() > SHOWN_LENGTH ? name.substring(0, SHOWN_LENGTH) + "…" : name;
  }

  private static String describe(Value owner) {
    return owner instanceof NoneValue ? "None" : owner.typeName() + " object";
  }

  @Override
  public String typeName() {
    return "Undefined";
  }
}
