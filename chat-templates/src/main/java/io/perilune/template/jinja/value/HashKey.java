package io.perilune.template.jinja.value;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Maps values that are equal to Java objects that are equal, for use as hash keys. */
public final class HashKey {
  /** Values inside a tuple that is a key. */
  private static final int MAX_NODES = 10_000;

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

  private record BytesKey(String source) {}

  private HashKey() {}

  /**
   * The hash key of a value; it costs as much as reading the value.
   *
   * @throws JinjaException if its type cannot be a key
   */
  public static Object of(Value value, Budget budget) {
    return of(value, new int[] {MAX_NODES}, budget);
  }

  private static Object of(Value value, int[] nodesLeft, Budget budget) {
    if (--nodesLeft[0] < 0) {
      throw new JinjaException(
          ErrorKind.LIMIT, "The template uses a key of more than " + MAX_NODES + " values");
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
        List<Object> keys = new ArrayList<>(Math.min(elements.size(), MAX_NODES));
        elements.forEach(element -> keys.add(of(element, nodesLeft, budget)));
        yield new TupleKey(keys);
      }
      case NoneValue none -> none;
      case ObjectValue object -> object;
      case RangeValue range -> range;
      case ComplexValue complex -> complex;
      case BytesValue bytes -> new BytesKey(bytes.source().chars());
      case IteratorValue iterator -> iterator;
      case NamespaceValue namespace -> namespace;
      case ListValue list -> throw unhashable(list);
      case DictValue dict -> throw unhashable(dict);
      case DictView view when view.part() == DictView.Part.VALUES -> view;
      case DictView view -> throw unhashable(view);
    };
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
