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

  /**
   * Some of the elements.
   *
   * @param first the position of the first one
   * @param stride the distance to the next one
   * @param count how many there are
   */
  public RangeValue part(int first, int stride, int count) {
    BigInteger from = element(first).value();
    BigInteger by = Powers.bounded(step.multiply(BigInteger.valueOf(stride))).value();
    BigInteger to = Powers.bounded(from.add(by.multiply(BigInteger.valueOf(count)))).value();
    return new RangeValue(from, to, by, count);
  }

  @Override
  public String typeName() {
    return "range";
  }
}
