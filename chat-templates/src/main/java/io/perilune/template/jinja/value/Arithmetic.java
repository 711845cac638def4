package io.perilune.template.jinja.value;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** The operators {@code + - * / // %} and unary minus; powers are in {@link Powers}. */
public final class Arithmetic {
  private Arithmetic() {}

  public static Value add(Value left, Value right, Budget budget) {
    BigInteger a = Numbers.integer(left);
    BigInteger b = Numbers.integer(right);
    if (a != null && b != null) {
      return sum(a, b, budget);
    }
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return new FloatValue(Numbers.toDouble(left) + Numbers.toDouble(right));
    }
    return switch (left) {
      case Text text when right instanceof Text other -> concatenate(text, other, budget);
      case ListValue list when right instanceof ListValue other ->
          new ListValue(join(list.elements(), other.elements(), budget));
      case TupleValue tuple when right instanceof TupleValue other ->
          new TupleValue(join(tuple.elements(), other.elements(), budget));
      default -> throw cannotAdd(left, right);
    };
  }

  public static Value subtract(Value left, Value right, Budget budget) {
    BigInteger a = Numbers.integer(left);
    BigInteger b = Numbers.integer(right);
    if (a != null && b != null) {
      return sum(a, b.negate(), budget);
    }
    requireNumbers("-", left, right);
    return new FloatValue(Numbers.toDouble(left) - Numbers.toDouble(right));
  }

  public static Value multiply(Value left, Value right, Budget budget) {
    BigInteger a = Numbers.integer(left);
    BigInteger b = Numbers.integer(right);
    if (a != null && b != null) {
      Powers.checkBits((long) a.bitLength() + b.bitLength());
      budget.product(a.bitLength(), b.bitLength());
      return new IntValue(a.multiply(b));
    }
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return new FloatValue(Numbers.toDouble(left) * Numbers.toDouble(right));
    }
    if (left instanceof Text || left instanceof SequenceValue) {
      return repeat(left, right, budget);
    }
    if (right instanceof Text || right instanceof SequenceValue) {
      return repeat(right, left, budget);
    }
    throw unsupported("*", left, right);
  }

  public static Value divide(Value left, Value right, Budget budget) {
    requireNumbers("/", left, right);
    BigInteger a = Numbers.integer(left);
    BigInteger b = Numbers.integer(right);
    if (a != null && b != null) {
      budget.product(a.bitLength(), (long) a.bitLength() + b.bitLength());
      return Powers.quotient(a, b);
    }
    double divisor = Numbers.toDouble(right);
    if (divisor == 0) {
      throw new JinjaException(ErrorKind.ZERO_DIVISION, "float division by zero");
    }
    return new FloatValue(Numbers.toDouble(left) / divisor);
  }

  public static Value floorDivide(Value left, Value right, Budget budget) {
    requireNumbers("//", left, right);
    BigInteger a = Numbers.integer(left);
    BigInteger b = Numbers.integer(right);
    if (a != null && b != null) {
      requireNonZero(b);
      budget.product(a.bitLength(), b.bitLength());
      BigInteger[] parts = a.divideAndRemainder(b);
      boolean down = parts[1].signum() != 0 && parts[1].signum() != b.signum();
      return new IntValue(down ? parts[0].subtract(BigInteger.ONE) : parts[0]);
    }
    double divisor = Numbers.toDouble(right);
    double remainder = floatModulo(Numbers.toDouble(left), divisor);
    return new FloatValue(Math.rint((Numbers.toDouble(left) - remainder) / divisor));
  }

  /** The remainder of numbers; formatting of strings is {@code StringFormat}'s. */
  public static Value modulo(Value left, Value right, Budget budget) {
    requireNumbers("%", left, right);
    BigInteger a = Numbers.integer(left);
    BigInteger b = Numbers.integer(right);
    if (a != null && b != null) {
      requireNonZero(b);
      budget.product(a.bitLength(), b.bitLength());
      BigInteger remainder = a.mod(b.abs());
      boolean negative = b.signum() < 0 && remainder.signum() != 0;
      return new IntValue(negative ? remainder.add(b) : remainder);
    }
    return new FloatValue(floatModulo(Numbers.toDouble(left), Numbers.toDouble(right)));
  }

  public static Value negate(Value value, Budget budget) {
    BigInteger number = Numbers.integer(value);
    if (number != null) {
      budget.integer(number.bitLength());
      return new IntValue(number.negate());
    }
    return switch (value) {
      case FloatValue(double real) -> new FloatValue(-real);
      case UndefinedValue undefined -> throw undefined.error();
      default -> throw badOperand("-", value);
    };
  }

  /** Unary plus. */
  public static Value positive(Value value) {
    BigInteger number = Numbers.integer(value);
    if (number != null) {
      return new IntValue(number);
    }
    return switch (value) {
      case FloatValue real -> real;
      case UndefinedValue undefined -> throw undefined.error();
      default -> throw badOperand("+", value);
    };
  }

  private static IntValue sum(BigInteger left, BigInteger right, Budget budget) {
    BigInteger sum = left.add(right);
    Powers.checkBits(sum.bitLength());
    // The sum itself may be short: work with the numbers is what costs.
    budget.integer((long) left.bitLength() + right.bitLength());
    return new IntValue(sum);
  }

  /** The text of two texts in a row; if one of them is escaped, the other gets escaped. */
  public static Text concatenate(Text left, Text right, Budget budget) {
    budget.scan((long) left.length() + right.length());
    boolean markup = left.isMarkup() || right.isMarkup();
    Text first = markup ? Html.escape(left, budget) : left;
    Text second = markup ? Html.escape(right, budget) : right;
    return new TextBuilder(budget).append(first).append(second).build().asMarkup(markup);
  }

  private static Value repeat(Value sequence, Value count, Budget budget) {
    if (count instanceof UndefinedValue undefined) {
      throw undefined.error();
    }
    BigInteger number = Numbers.integer(count);
    if (number == null) {
      throw JinjaException.type(
          "can't multiply sequence by non-int of type '" + count.typeName() + "'");
    }
    if (number.bitLength() >= Long.SIZE) {
      throw new JinjaException(ErrorKind.OVERFLOW, "cannot fit 'int' into an index-sized integer");
    }
    int times = Math.max(0, Numbers.clamp(number));
    if (sequence instanceof Text text) {
      budget.checkChars((long) text.length() * times);
      budget.scan((long) text.length() * times);
      if (text.isUniform()) {
        return Text.of(text.chars().repeat(times), text.hasData()).asMarkup(text.isMarkup());
      }
      TextBuilder builder = new TextBuilder(budget);
      for (int i = 0; i < times; i++) {
        builder.append(text);
      }
      return builder.build().asMarkup(text.isMarkup());
    }
    List<Value> elements = ((SequenceValue) sequence).elements();
    budget.checkElements((long) elements.size() * times);
    budget.copy((long) elements.size() * times);
    List<Value> repeated = new ArrayList<>(elements.size() * times);
    for (int i = 0; i < times && !elements.isEmpty(); i++) {
      repeated.addAll(elements);
    }
    return ((SequenceValue) sequence).of(repeated);
  }

  private static List<Value> join(List<Value> left, List<Value> right, Budget budget) {
    long size = (long) left.size() + right.size();
    budget.checkElements(size);
    budget.copy(size);
    List<Value> joined = new ArrayList<>((int) size);
    joined.addAll(left);
    joined.addAll(right);
    return joined;
  }

  private static double floatModulo(double left, double right) {
    if (right == 0) {
      throw new JinjaException(ErrorKind.ZERO_DIVISION, "float modulo by zero");
    }
    double remainder = left % right;
    if (remainder == 0) {
      return Math.copySign(0, right);
    }
    return remainder < 0 != right < 0 ? remainder + right : remainder;
  }

  private static void requireNonZero(BigInteger divisor) {
    if (divisor.signum() == 0) {
      throw new JinjaException(ErrorKind.ZERO_DIVISION, "integer division or modulo by zero");
    }
  }

  static void requireNumbers(String operator, Value left, Value right) {
    if (!Numbers.isNumber(left) || !Numbers.isNumber(right)) {
      throw unsupported(operator, left, right);
    }
  }

  private static JinjaException cannotAdd(Value left, Value right) {
    boolean undefined = left instanceof UndefinedValue || right instanceof UndefinedValue;
    if (!undefined && (left instanceof Text || left instanceof SequenceValue)) {
      String type = left.typeName();
      return JinjaException.type(
          "can only concatenate " + type + " (not \"" + right.typeName() + "\") to " + type);
    }
    return unsupported("+", left, right);
  }

  static JinjaException unsupported(String operator, Value left, Value right) {
    if (left instanceof UndefinedValue undefined) {
      return undefined.error();
    }
    if (right instanceof UndefinedValue undefined) {
      return undefined.error();
    }
    return JinjaException.type(
        "unsupported operand type(s) for "
            + operator
            + ": '"
            + left.typeName()
            + "' and '"
            + right.typeName()
            + "'");
  }

  private static JinjaException badOperand(String operator, Value value) {
    return JinjaException.type(
        "bad operand type for unary " + operator + ": '" + value.typeName() + "'");
  }
}
