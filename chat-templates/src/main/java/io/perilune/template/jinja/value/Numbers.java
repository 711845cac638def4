package io.perilune.template.jinja.value;

import io.perilune.template.jinja.budget.Limits;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Conversions of numbers: between types, from and to text. */
public final class Numbers {
  /** From this power of ten on, printed floats have an exponent. */
  private static final int SCIENTIFIC_FROM = 16;

  /** Below this power of ten, printed floats have an exponent. */
  private static final int SCIENTIFIC_BELOW = -4;

  private Numbers() {}

  public static boolean isNumber(Value value) {
    return value instanceof IntValue || value instanceof FloatValue || value instanceof BoolValue;
  }

  /** The integer that an int or a bool is, or {@code null}. */
  public static BigInteger integer(Value value) {
    return switch (value) {
      case IntValue(BigInteger number) -> number;
      case BoolValue bool -> bool == BoolValue.TRUE ? BigInteger.ONE : BigInteger.ZERO;
      default -> null;
    };
  }

  /** The integer that an argument must be. */
  public static BigInteger requireInteger(Value value) {
    BigInteger number = integer(value);
    if (number == null) {
      throw JinjaException.type(
          "'" + value.typeName() + "' object cannot be interpreted as an integer");
    }
    return number;
  }

  /** The integer that an argument must be, cut to the range of an {@code int}. */
  public static int requireInt(Value value) {
    return clamp(requireInteger(value));
  }

  public static int clamp(BigInteger number) {
    if (number.bitLength() < Integer.SIZE) {
      return number.intValue();
    }
    return number.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
  }

  /** A number as a float. */
  public static double toDouble(Value number) {
    if (number instanceof FloatValue(double value)) {
      return value;
    }
    double value = integer(number).doubleValue();
    if (Double.isInfinite(value)) {
      throw new JinjaException(ErrorKind.OVERFLOW, "int too large to convert to float");
    }
    return value;
  }

  /** Compares two numbers exactly; a NaN is neither less nor greater than anything. */
  public static boolean less(Value left, Value right) {
    if (isNan(left) || isNan(right)) {
      return false;
    }
    return compare(left, right) < 0;
  }

  public static boolean equal(Value left, Value right) {
    return !isNan(left) && !isNan(right) && compare(left, right) == 0;
  }

  private static int compare(Value left, Value right) {
    BigInteger a = integer(left);
    BigInteger b = integer(right);
    if (a != null && b != null) {
      return a.compareTo(b);
    }
    if (isBeyondFinite(left) || isBeyondFinite(right)) {
      return Double.compare(rank(left), rank(right));
    }
    return exact(left).compareTo(exact(right));
  }

  private static BigDecimal exact(Value number) {
    return number instanceof FloatValue(double value)
        ? new BigDecimal(value)
        : new BigDecimal(integer(number));
  }

  private static boolean isNan(Value number) {
    return number instanceof FloatValue(double value) && Double.isNaN(value);
  }

  /** Whether a number is infinite or an integer larger than any finite float. */
  private static boolean isBeyondFinite(Value number) {
    return switch (number) {
      case FloatValue(double value) -> Double.isInfinite(value);
      case IntValue(BigInteger value) -> value.bitLength() > Double.MAX_EXPONENT + 1;
      default -> false;
    };
  }

  /** An integer beyond floats is not infinite, so it counts as the largest float. */
  private static double rank(Value number) {
    return switch (number) {
      case FloatValue(double value) -> Double.isInfinite(value) ? value : 0;
      case IntValue(BigInteger value) when isBeyondFinite(number) ->
          value.signum() * Double.MAX_VALUE;
      default -> 0;
    };
  }

  /** The integer part of a float. */
  public static IntValue truncate(double value) {
    if (Double.isNaN(value)) {
      throw JinjaException.value("cannot convert float NaN to integer");
    }
    if (Double.isInfinite(value)) {
      throw new JinjaException(ErrorKind.OVERFLOW, "cannot convert float infinity to integer");
    }
    return new IntValue(new BigDecimal(value).toBigInteger());
  }

  /** An integer's decimal digits. */
  public static String print(BigInteger number) {
    if (number.bitLength() > Limits.INTEGER_DIGITS * 4L) {
      throw tooManyDigits();
    }
    String digits = number.toString();
    if (digits.length() - (number.signum() < 0 ? 1 : 0) > Limits.INTEGER_DIGITS) {
      throw tooManyDigits();
    }
    return digits;
  }

  private static JinjaException tooManyDigits() {
    return JinjaException.value(
        "Exceeds the limit (" + Limits.INTEGER_DIGITS + " digits) for integer string conversion");
  }

  /** The shortest decimal that reads back as this float, in Python's notation. */
  public static String print(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    BigDecimal decimal = shortest(Math.abs(value));
    String digits = decimal.unscaledValue().toString();
    int exponent = digits.length() - 1 - decimal.scale();
    String sign = value < 0 ? "-" : "";
    if (exponent < SCIENTIFIC_BELOW || exponent >= SCIENTIFIC_FROM) {
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      return sign
          + digits.charAt(0)
          + fraction
          + String.format(Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
    String plain = decimal.toPlainString();
    return sign + plain + (plain.indexOf('.') < 0 ? ".0" : "");
  }

  private static BigDecimal shortest(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    // Java shows at least two digits, also where one would do.
    BigDecimal oneDigit = decimal.round(new MathContext(1, RoundingMode.HALF_EVEN));
    return decimal.precision() == 2 && oneDigit.doubleValue() == value ? oneDigit : decimal;
  }

  /**
   * Reads an integer as Python's {@code int(text, base)} does.
   *
   * @param base 2 to 36, or 0 to go by the prefix
   * @return the number, or {@code null} if the text is none
   */
  public static BigInteger parseInteger(String text, int base) {
    String body = PythonStrings.strip(text);
    boolean negative = body.startsWith("-");
    if (negative || body.startsWith("+")) {
      body = body.substring(1);
    }
    int radix = base;
    int prefixed = prefixBase(body);
    if (prefixed != 0 && (base == 0 || base == prefixed)) {
      radix = prefixed;
      body = body.substring(body.startsWith("_", 2) ? 3 : 2);
    } else if (base == 0) {
      radix = 10;
    }
    String digits = withoutUnderscores(body, radix);
    if (digits == null || digits.length() > Limits.INTEGER_DIGITS) {
      return null;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (Character.digit(digits.charAt(i), radix) < 0) {
        return null;
      }
    }
    BigInteger number = new BigInteger(digits, radix);
    return negative ? number.negate() : number;
  }

  /** Reads a float as Python's {@code float(text)} does, or {@code null} if the text is none. */
  public static Double parseFloat(String text) {
    String body =
        withoutUnderscores(asciiDigits(PythonStrings.strip(text)).toLowerCase(Locale.ROOT), 10);
    if (body == null) {
      return null;
    }
    boolean signed = body.startsWith("-") || body.startsWith("+");
    String magnitude = signed ? body.substring(1) : body;
    double sign = body.startsWith("-") ? -1 : 1;
    switch (magnitude) {
      case "inf", "infinity" -> {
        return sign * Double.POSITIVE_INFINITY;
      }
      case "nan" -> {
        return Double.NaN;
      }
      default -> {
        return isDecimal(magnitude) ? sign * Double.parseDouble(magnitude) : null;
      }
    }
  }

  /** Digits of all scripts as those of ASCII. */
  private static String asciiDigits(String text) {
    if (text.chars().noneMatch(c -> c >= 0x80 && Character.isDigit(c))) {
      return text;
    }
    StringBuilder ascii = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      int digit = Character.digit(text.charAt(i), 10);
      ascii.append(digit < 0 ? text.charAt(i) : (char) ('0' + digit));
    }
    return ascii.toString();
  }

  /** Whether a text is digits with at most one point among them and maybe an exponent. */
  private static boolean isDecimal(String text) {
    int whole = digitsEnd(text, 0);
    boolean point = whole < text.length() && text.charAt(whole) == '.';
    int end = point ? digitsEnd(text, whole + 1) : whole;
    if (end - (point ? 1 : 0) == 0) {
      return false;
    }
    if (end < text.length() && text.charAt(end) == 'e') {
      boolean signed = end + 1 < text.length() && "+-".indexOf(text.charAt(end + 1)) >= 0;
      int exponent = end + (signed ? 2 : 1);
      end = digitsEnd(text, exponent);
      return end > exponent && end == text.length();
    }
    return end == text.length();
  }

  /** Where the ASCII digits from an index on end. */
  public static int digitsEnd(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  private static int prefixBase(String body) {
    if (body.length() < 3 || body.charAt(0) != '0') {
      return 0;
    }
    return switch (body.charAt(1)) {
      case 'x', 'X' -> 16;
      case 'o', 'O' -> 8;
      case 'b', 'B' -> 2;
      default -> 0;
    };
  }

  /** The text without the underscores between its digits, or {@code null} where they are wrong. */
  private static String withoutUnderscores(String text, int radix) {
    if (text.isEmpty() || text.startsWith("_") || text.endsWith("_") || text.contains("__")) {
      return null;
    }
    for (int i = text.indexOf('_'); i >= 0; i = text.indexOf('_', i + 1)) {
      if (Character.digit(text.charAt(i - 1), radix) < 0
          || Character.digit(text.charAt(i + 1), radix) < 0) {
        return null;
      }
    }
    return text.replace("_", "");
  }
}
