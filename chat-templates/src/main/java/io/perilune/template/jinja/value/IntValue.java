package io.perilune.template.jinja.value;

import java.math.BigInteger;

/** An integer of any size. */
public record IntValue(BigInteger value) implements Value {
  public static IntValue of(long value) {
    return new IntValue(BigInteger.valueOf(value));
  }

  @Override
  public String typeName() {
    return "int";
  }
}
