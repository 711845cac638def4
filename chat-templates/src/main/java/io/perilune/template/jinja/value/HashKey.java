package io.perilune.template.jinja.value;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.budget.Limits;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Maps values that are equal to Java objects that are equal, for use as hash keys. */
public final class HashKey {
  /**
   * A tuple's key. Ordered, so that a hash table stays fast when a template chooses tuples that
   * share a hash.
   */
  private record TupleKey(List<Object> keys) implements Comparable<TupleKey> {
    @Override
    public int compareTo(TupleKey other) {
      int order = Integer.compare(keys.size(), other.keys.size());
      for (int i = 0; order == 0 && i < keys.size(); i++) {
        order = compare(keys.get(i), other.keys.get(i));
      }
      return order;
    }

    private static int compare(Object left, Object right) {
      return switch (left) {
        case String text when right instanceof String other -> text.compareTo(other);
        case BigInteger number when right instanceof BigInteger other -> number.compareTo(other);
        case Double number when right instanceof Double other -> number.compareTo(other);
        case TupleKey tuple when right instanceof TupleKey other -> tuple.compareTo(other);
        default -> left.getClass().getName().compareTo(right.getClass().getName());
      };
    }
  }

  private HashKey() {}

  /**
   * The hash key of a value; it costs as much as reading the value.
   *
   * @throws JinjaException if its type cannot be a key
   */
  public static Object of(Value value, Budget budget) {
    return of(value, new int[] {Limits.KEY_VALUES}, budget);
  }

  private static Object of(Value value, int[] nodesLeft, Budget budget) {
    if (--nodesLeft[0] < 0) {
      throw new JinjaException(
          ErrorKind.LIMIT, "The template uses a key of more than " + Limits.KEY_VALUES + " values");
    }
    budget.step();
    Cost.read(value, budget);
    return switch (value) {
      case Text text -> text.chars();
      case BoolValue bool -> bool == BoolValue.TRUE ? BigInteger.ONE : BigInteger.ZERO;
      case IntValue(BigInteger number) -> number;
      case FloatValue(double number) -> ofFloat(number);
      case UndefinedValue undefined -> UndefinedValue.class;
      case TupleValue(List<Value> elements, _) -> {
        List<Object> keys = new ArrayList<>(Math.min(elements.size(), Limits.KEY_VALUES));
        elements.forEach(element -> keys.add(of(element, nodesLeft, budget)));
        yield new TupleKey(keys);
      }
      case NoneValue none -> none;
      case ObjectValue object -> object;
      case RangeValue range -> ofRange(range);
      case ComplexValue(double real, double imaginary) ->
          typed(ComplexValue.class, real, imaginary);
      case BytesValue bytes -> typed(BytesValue.class, bytes.source().chars());
      case IteratorValue iterator -> iterator;
      case NamespaceValue namespace -> namespace;
      case ListValue list -> throw unhashable(list);
      case DictValue dict -> throw unhashable(dict);
      case DictView view when view.part() == DictView.Part.VALUES -> view;
      case DictView view -> throw unhashable(view);
    };
  }

  /** Ranges of the same elements are equal. */
  private static Object ofRange(RangeValue range) {
    return switch (range.size()) {
      case 0 -> typed(RangeValue.class);
      case 1 -> typed(RangeValue.class, range.start());
      default -> {
        BigInteger size = BigInteger.valueOf(range.size());
        yield typed(RangeValue.class, range.start(), range.step(), size);
      }
    };
  }

  /** The key of a value that is no tuple but made of parts as one. */
  private static Object typed(Class<?> type, Object... parts) {
    List<Object> keys = new ArrayList<>(List.of(parts));
    keys.addFirst(type);
    return new TupleKey(keys);
  }

  private static Object ofFloat(double number) {
    if (number == Math.rint(number) && !Double.isInfinite(number)) {
      return new BigDecimal(number).toBigInteger();
    }
    return number;
  }

  private static JinjaException unhashable(Value value) {
    return JinjaException.type("unhashable type: '" + value.typeName() + "'");
  }
}
