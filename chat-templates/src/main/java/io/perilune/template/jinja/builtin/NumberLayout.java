package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Cost;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * The parts of a number as a {@link FormatSpec} shows it, not yet grouped or padded.
 *
 * @param head the sign and the prefix of the base
 * @param whole the digits before the point; empty if the number is not finite
 * @param rest the point and what follows
 */
record NumberLayout(String head, String whole, String rest) {
  private static final int DEFAULT_PRECISION = 6;

  /** Digits before the first of a small number that general notation still writes as zeros. */
  private static final int LEADING_ZEROS = 4;

  /** An integer, or a float if the type of the layout is one of floats. */
  static NumberLayout of(FormatSpec spec, Value value, Budget budget) {
    budget.checkChars(Math.max(spec.precision(), 0));
    Cost.read(value, budget);
    BigInteger integer = Numbers.integer(value);
    if (integer != null && !spec.isForFloats()) {
      return ofInteger(spec, integer);
    }
    double real = Numbers.toDouble(value);
    boolean negative = real < 0 || real == 0 && 1 / real < 0;
    String digits = new FloatDigits(spec, Math.abs(real)).shown();
    int point = Numbers.digitsEnd(digits, 0);
    return new NumberLayout(
        sign(spec, negative), digits.substring(0, point), digits.substring(point));
  }

  String text() {
    return head + whole + rest;
  }

  private static String sign(FormatSpec spec, boolean negative) {
    return negative ? "-" : spec.sign() == '+' || spec.sign() == ' ' ? "" + spec.sign() : "";
  }

  private static NumberLayout ofInteger(FormatSpec spec, BigInteger number) {
    String sign = sign(spec, number.signum() < 0);
    BigInteger magnitude = number.abs();
    return switch (spec.type()) {
      case 0, 'd', 'n' -> new NumberLayout(sign, Numbers.print(magnitude), "");
      case 'b' -> inBase(spec, sign, "0b", magnitude.toString(2));
      case 'o' -> inBase(spec, sign, "0o", magnitude.toString(8));
      case 'x' -> inBase(spec, sign, "0x", magnitude.toString(16));
      case 'X' -> inBase(spec, sign, "0X", magnitude.toString(16).toUpperCase(Locale.ROOT));
      case 'c' -> new NumberLayout("", "", character(number));
      default -> throw spec.unknownType("int");
    };
  }

  private static NumberLayout inBase(FormatSpec spec, String sign, String prefix, String digits) {
    return new NumberLayout(sign + (spec.alternate() ? prefix : ""), digits, "");
  }

  /** The character of a code point. */
  static String character(BigInteger codePoint) {
    int code = Numbers.clamp(codePoint);
    if (code < 0 || code > Character.MAX_CODE_POINT) {
      throw new JinjaException(ErrorKind.OVERFLOW, "%c arg not in range(0x110000)");
    }
    return Character.toString(code);
  }

  /** Shows a float without its sign. */
  private record FloatDigits(FormatSpec spec, double number) {
    String shown() {
      char type = spec.type();
      boolean percent = type == '%';
      double shown = percent ? number * 100 : number;
      if (Double.isNaN(shown) || Double.isInfinite(shown)) {
        String name = Double.isNaN(shown) ? "nan" : "inf";
        return (Character.isUpperCase(type) ? name.toUpperCase(Locale.ROOT) : name)
            + (percent ? "%" : "");
      }
      int digits = spec.precision() < 0 ? DEFAULT_PRECISION : spec.precision();
      BigDecimal exact = new BigDecimal(shown);
      return switch (type) {
        case 'f', 'F' -> fixed(exact, digits);
        case '%' -> fixed(exact, digits) + "%";
        case 'e' -> scientific(exact, digits);
        case 'E' -> scientific(exact, digits).toUpperCase(Locale.ROOT);
        case 'g', 'n' -> general(exact, digits, 0);
        case 'G' -> general(exact, digits, 0).toUpperCase(Locale.ROOT);
        case 0 -> spec.precision() < 0 ? Numbers.print(number) : withFraction(exact, digits);
        default -> throw spec.unknownType("float");
      };
    }

    private String fixed(BigDecimal value, int digits) {
      String shown = withScale(value, digits);
      return spec.alternate() && digits == 0 ? shown + "." : shown;
    }

    /** Without a type, a float always shows a fraction or an exponent. */
    private String withFraction(BigDecimal value, int digits) {
      String shown = general(value, digits, 1);
      return shown.contains(".") || shown.contains("e") ? shown : shown + ".0";
    }

    private String scientific(BigDecimal value, int digits) {
      int exponent = exponent(rounded(value, digits + 1L));
      String shown = fixed(rounded(value, digits + 1L).movePointLeft(exponent), digits);
      String power = String.valueOf(Math.abs(exponent));
      return shown + (exponent < 0 ? "e-" : "e+") + (power.length() < 2 ? "0" : "") + power;
    }

    /**
     * The shorter of both notations, as C's {@code g}.
     *
     * @param reserved digits that plain notation must leave free
     */
    private String general(BigDecimal value, int wanted, int reserved) {
      int digits = Math.max(wanted, 1);
      int exponent = exponent(rounded(value, digits));
      if (exponent < -LEADING_ZEROS || exponent >= digits - reserved) {
        String shown = scientific(value, digits - 1);
        int e = shown.indexOf('e');
        return trimZeros(shown.substring(0, e)) + shown.substring(e);
      }
      return trimZeros(fixed(value, digits - 1 - exponent));
    }

    private String trimZeros(String digits) {
      if (spec.alternate() || digits.indexOf('.') < 0) {
        return digits;
      }
      int end = digits.length();
      while (digits.charAt(end - 1) == '0') {
        end--;
      }
      return digits.substring(0, digits.charAt(end - 1) == '.' ? end - 1 : end);
    }

    private static BigDecimal rounded(BigDecimal value, long digits) {
      return digits >= value.precision()
          ? value
          : value.round(new MathContext((int) digits, RoundingMode.HALF_EVEN));
    }

    private static int exponent(BigDecimal value) {
      return value.signum() == 0 ? 0 : value.precision() - value.scale() - 1;
    }

    /** So many digits behind the point; those that a float does not have are zeros. */
    private static String withScale(BigDecimal value, int digits) {
      int known = Math.min(digits, Math.max(value.scale(), 0));
      String shown = value.setScale(known, RoundingMode.HALF_EVEN).toPlainString();
      String point = known == 0 && digits > 0 ? "." : "";
      return shown + point + "0".repeat(digits - known);
    }
  }
}
