package io.perilune.template.jinja.value;

/** {@code true} or {@code false}; counts as 1 or 0 in arithmetic and comparison. */
public enum BoolValue implements Value {
  FALSE,
  TRUE;

  public static BoolValue of(boolean value) {
    return value ? TRUE : FALSE;
  }

  @Override
  public String typeName() {
    return "bool";
  }
}
