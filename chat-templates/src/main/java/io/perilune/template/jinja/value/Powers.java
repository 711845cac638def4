package io.perilune.template.jinja.value;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.budget.Limits;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** Powers and quotients of integers of any size. */
public final class Powers {
  /** Digits that are more than enough for the quotient to round to the nearest float. */
  private static final MathContext QUOTIENT_DIGITS = new MathContext(60);

  private Powers() {}

  /** The operator {@code **}. */
  public static Value power(Value base, Value exponent, Budget budget) {
    Arithmetic.requireNumbers("** or pow()", base, exponent);
    BigInteger a = Numbers.integer(base);
    BigInteger b = Numbers.integer(exponent);
    if (a != null && b != null && b.signum() >= 0) {
      return integerPower(a, b, budget);
    }
    double x = Numbers.toDouble(base);
    double y = Numbers.toDouble(exponent);
    if (x == 0 && y < 0) {
      throw new JinjaException(ErrorKind.ZERO_DIVISION, "0.0 cannot be raised to a negative power");
    }
    if (x < 0 && y != Math.rint(y) && !Double.isInfinite(x)) {
      double length = Math.pow(-x, y);
      return new ComplexValue(length * Math.cos(Math.PI * y), length * Math.sin(Math.PI * y));
    }
    double result = Math.pow(x, y);
    if (Double.isInfinite(result) && !Double.isInfinite(x) && !Double.isInfinite(y)) {
      throw new JinjaException(ErrorKind.OVERFLOW, "Numerical result out of range");
    }
    return new FloatValue(result);
  }

  private static IntValue integerPower(BigInteger base, BigInteger exponent, Budget budget) {
    if (base.abs().bitLength() <= 1) {
      boolean minusOne = base.signum() < 0 && exponent.testBit(0);
      boolean one = exponent.signum() == 0 || base.signum() != 0;
      return IntValue.of(minusOne ? -1 : one ? 1 : 0);
    }
    if (exponent.bitLength() >= Integer.SIZE - 1) {
      throw tooManyBits();
    }
    int times = exponent.intValue();
    checkBits((long) (base.abs().bitLength() - 1) * times);
    long bits = (long) base.bitLength() * times;
    budget.product(bits, bits);
    return new IntValue(base.pow(times));
  }

  /** The float nearest to the quotient of two integers. */
  static FloatValue quotient(BigInteger dividend, BigInteger divisor) {
    if (divisor.signum() == 0) {
      throw new JinjaException(ErrorKind.ZERO_DIVISION, "division by zero");
    }
    double result =
        new BigDecimal(dividend).divide(new BigDecimal(divisor), QUOTIENT_DIGITS).doubleValue();
    if (Double.isInfinite(result)) {
      throw new JinjaException(ErrorKind.OVERFLOW, "integer division result too large for a float");
    }
    return new FloatValue(result);
  }

  static void checkBits(long bits) {
    if (bits > Limits.INTEGER_BITS) {
      throw tooManyBits();
    }
  }

  private static JinjaException tooManyBits() {
    return new JinjaException(
        ErrorKind.LIMIT,
        "The template makes an integer of more than " + Limits.INTEGER_BITS + " bits");
  }
}
