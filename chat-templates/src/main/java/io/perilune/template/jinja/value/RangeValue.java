package io.perilune.template.jinja.value;

import java.math.BigInteger;

/**
 * An arithmetic progression.
 *
 * @param size the number of elements, at most {@link
 *     io.perilune.template.jinja.budget.Limits#RANGE_LENGTH}
 */
public record RangeValue(BigInteger start, BigInteger stop, BigInteger step, int size)
    implements Value {
  public IntValue element(int index) {
    return new IntValue(start.add(step.multiply(BigInteger.valueOf(index))));
  }

  @Override
  public String typeName() {
    return "range";
  }
}
