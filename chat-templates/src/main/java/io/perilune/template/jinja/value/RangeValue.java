package io.perilune.template.jinja.value;

import io.perilune.template.jinja.budget.Limits;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import java.math.BigInteger;

/**
 * An arithmetic progression. Its numbers are bounded more closely than others, since each element
 * is made anew when it is asked for.
 *
 * @param size the number of elements, at most {@link Limits#RANGE_LENGTH}
 */
public record RangeValue(BigInteger start, BigInteger stop, BigInteger step, int size)
    implements Value {
  public RangeValue {
    int bits = Math.max(start.bitLength(), Math.max(stop.bitLength(), step.bitLength()));
    if (bits > Limits.RANGE_BITS) {
      throw new JinjaException(
          ErrorKind.LIMIT,
          "The template makes a range of integers of more than " + Limits.RANGE_BITS + " bits");
    }
  }

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
    BigInteger by = step.multiply(BigInteger.valueOf(stride));
    BigInteger to = from.add(by.multiply(BigInteger.valueOf(count)));
    return new RangeValue(from, to, by, count);
  }

  @Override
  public String typeName() {
    return "range";
  }
}
