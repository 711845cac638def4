package io.perilune.template.jinja.value;

/** {@code none}. */
public enum NoneValue implements Value {
  NONE;

  @Override
  public String typeName() {
    return "NoneType";
  }
}
