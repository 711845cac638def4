package io.perilune.template.jinja.value;

/** The power of a negative number to a fraction; it can only be printed. */
public record ComplexValue(double real, double imaginary) implements Value {
  @Override
  public String typeName() {
    return "complex";
  }
}
