package io.perilune.template.jinja.value;

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

  private HashKey() {}

  /**
   * The hash key of a value.
   *
   * @throws JinjaException if its type cannot be a key
   */
  public static Object of(Value value) {
    return of(value, new int[] {MAX_NODES});
  }

  private static Object of(Value value, int[] nodesLeft) {
    if (--nodesLeft[0] < 0) {
      throw new JinjaException(
          ErrorKind.LIMIT, "The template uses a key of more than " + MAX_NODES + " values");
    }
    return switch (value) {
      case Text text -> text.chars();
      case BoolValue bool -> bool == BoolValue.TRUE ? BigInteger.ONE : BigInteger.ZERO;
      case IntValue(BigInteger number) -> number;
      case FloatValue(double number) -> ofFloat(number);
      case UndefinedValue undefined -> UndefinedValue.class;
      case TupleValue(List<Value> elements, _) -> {
        List<Object> keys = new ArrayList<>(elements.size());
        elements.forEach(element -> keys.add(of(element, nodesLeft)));
        yield keys;
      }
      case NoneValue none -> none;
      case ObjectValue object -> object;
      case RangeValue range -> range;
      case ComplexValue complex -> complex;
      case BytesValue bytes -> List.of(BytesValue.class, bytes.source().chars());
      case IteratorValue iterator -> iterator;
      case NamespaceValue namespace -> namespace;
      case ListValue list -> throw unhashable(list);
      case DictValue dict -> throw unhashable(dict);
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
