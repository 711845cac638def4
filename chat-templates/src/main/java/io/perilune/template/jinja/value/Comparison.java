package io.perilune.template.jinja.value;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.error.JinjaException;
import java.util.Iterator;
import java.util.List;

/** Truth, equality, order and membership. */
public final class Comparison {
  private Comparison() {}

  /** Whether a value counts as true. */
  public static boolean isTrue(Value value) {
    return switch (value) {
      case UndefinedValue undefined -> false;
      case NoneValue none -> false;
      case BoolValue bool -> bool == BoolValue.TRUE;
      case IntValue number -> number.value().signum() != 0;
      case FloatValue number -> number.value() != 0;
      case ComplexValue number -> true;
      case NamespaceValue namespace -> true;
      case ObjectValue object -> true;
      case IteratorValue iterator -> true;
      case Text text -> !text.isEmpty();
      default -> Iteration.length(value) > 0;
    };
  }

  public static boolean equal(Value left, Value right, Budget budget) {
    budget.step();
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return Numbers.equal(left, right);
    }
    if (left == right) {
      return true;
    }
    return switch (left) {
      case Text text -> right instanceof Text other && sameChars(text, other, budget);
      case UndefinedValue undefined -> right instanceof UndefinedValue;
      case ListValue list ->
          right instanceof ListValue other && allEqual(list.elements(), other.elements(), budget);
      case TupleValue tuple ->
          right instanceof TupleValue other && allEqual(tuple.elements(), other.elements(), budget);
      case DictValue dict -> right instanceof DictValue other && sameEntries(dict, other, budget);
      case RangeValue range -> right instanceof RangeValue other && sameElements(range, other);
      case ComplexValue number -> number.equals(right);
      case BytesValue bytes ->
          right instanceof BytesValue other && sameChars(bytes.source(), other.source(), budget);
      case DictView view ->
          right instanceof DictView other
              && view.part() == other.part()
              && sameEntries(view.dict(), other.dict(), budget);
      default -> false;
    };
  }

  /** Whether {@code left} sorts before {@code right}. */
  public static boolean less(Value left, Value right, Budget budget) {
    return less(left, right, "<", budget);
  }

  public static boolean greater(Value left, Value right, Budget budget) {
    return less(right, left, ">", budget);
  }

  public static boolean lessOrEqual(Value left, Value right, Budget budget) {
    return less(left, right, "<=", budget) || equal(left, right, budget);
  }

  public static boolean greaterOrEqual(Value left, Value right, Budget budget) {
    return less(right, left, ">=", budget) || equal(left, right, budget);
  }

  /**
   * @param operator what an error message calls the comparison
   */
  private static boolean less(Value left, Value right, String operator, Budget budget) {
    budget.step();
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return Numbers.less(left, right);
    }
    if (left instanceof Text a && right instanceof Text b) {
      budget.scan(Math.min(a.length(), b.length()));
      return compareCodePoints(a.chars(), b.chars()) < 0;
    }
    boolean sameSequence =
        left instanceof ListValue && right instanceof ListValue
            || left instanceof TupleValue && right instanceof TupleValue;
    if (!sameSequence) {
      throw notOrdered(left, right, operator);
    }
    budget.enterValue();
    List<Value> a = ((SequenceValue) left).elements();
    List<Value> b = ((SequenceValue) right).elements();
    boolean result = a.size() < b.size();
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      if (!equal(a.get(i), b.get(i), budget)) {
        result = less(a.get(i), b.get(i), operator, budget);
        break;
      }
    }
    budget.leaveValue();
    return result;
  }

  /** Whether {@code item in container}. */
  public static boolean contains(Value container, Value item, Budget budget) {
    switch (container) {
      case Text text -> {
        if (!(item instanceof Text part)) {
          throw JinjaException.type(
              "'in <string>' requires string as left operand, not " + item.typeName());
        }
        budget.scan((long) text.length() + part.length());
        return part.isEmpty()
            || new SubstringSearch(part.chars()).first(text.chars(), 0, text.length()) >= 0;
      }
      case DictValue dict -> {
        return dict.get(item, budget) != null;
      }
      case DictView view when view.part() == DictView.Part.KEYS -> {
        return view.dict().get(item, budget) != null;
      }
      default -> {
        if (!Iteration.isIterable(container)) {
          throw JinjaException.type(
              "argument of type '" + container.typeName() + "' is not iterable");
        }
        Iterator<Value> elements = Iteration.iterator(container);
        while (elements.hasNext()) {
          if (equal(elements.next(), item, budget)) {
            return true;
          }
        }
        return false;
      }
    }
  }

  /** Orders strings by code point, not by UTF-16 unit. */
  static int compareCodePoints(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
        int order = Character.compare(a, b);
        return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : order;
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  private static boolean sameChars(Text left, Text right, Budget budget) {
    budget.scan(Math.min(left.length(), right.length()));
    return left.chars().equals(right.chars());
  }

  private static boolean allEqual(List<Value> left, List<Value> right, Budget budget) {
    if (left.size() != right.size()) {
      return false;
    }
    budget.enterValue();
    boolean same = true;
    for (int i = 0; same && i < left.size(); i++) {
      same = equal(left.get(i), right.get(i), budget);
    }
    budget.leaveValue();
    return same;
  }

  private static boolean sameEntries(DictValue left, DictValue right, Budget budget) {
    if (left.size() != right.size()) {
      return false;
    }
    budget.enterValue();
    boolean same = true;
    for (DictValue.Entry entry : left.entries()) {
      Value other = right.get(entry.key(), budget);
      if (other == null || !equal(entry.value(), other, budget)) {
        same = false;
        break;
      }
    }
    budget.leaveValue();
    return same;
  }

  private static boolean sameElements(RangeValue left, RangeValue right) {
    if (left.size() != right.size()) {
      return false;
    }
    return left.size() == 0
        || left.start().equals(right.start())
            && (left.size() == 1 || left.step().equals(right.step()));
  }

  private static JinjaException notOrdered(Value left, Value right, String operator) {
    if (left instanceof UndefinedValue undefined) {
      return undefined.error();
    }
    if (right instanceof UndefinedValue undefined) {
      return undefined.error();
    }
    return JinjaException.type(
        "'"
            + operator
            + "' not supported between instances of '"
            + left.typeName()
            + "' and '"
            + right.typeName()
            + "'");
  }
}
