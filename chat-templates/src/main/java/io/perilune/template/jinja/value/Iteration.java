package io.perilune.template.jinja.value;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.error.JinjaException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** Goes through the elements of values. */
public final class Iteration {
  private Iteration() {}

  public static boolean isIterable(Value value) {
    return switch (value) {
      case Text text -> true;
      case SequenceValue sequence -> true;
      case DictValue dict -> true;
      case DictView view -> true;
      case RangeValue range -> true;
      case IteratorValue iterator -> true;
      case UndefinedValue undefined -> true;
      case BytesValue bytes -> true;
      case NoneValue none -> false;
      case BoolValue bool -> false;
      case IntValue number -> false;
      case FloatValue number -> false;
      case ComplexValue number -> false;
      case NamespaceValue namespace -> false;
      case ObjectValue object -> false;
    };
  }

  /** The elements, produced as they are asked for. */
  public static Iterator<Value> iterator(Value value) {
    return switch (value) {
      case Text text -> codePoints(text);
      case SequenceValue sequence ->
          indexed(index -> index < sequence.elements().size(), sequence.elements()::get);
      case DictValue dict -> new DictView(dict, DictView.Part.KEYS).iterator();
      case DictView view -> view.iterator();
      case RangeValue range -> indexed(index -> index < range.size(), range::element);
      case IteratorValue iterator -> iterator.iterator();
      case UndefinedValue undefined -> Collections.emptyIterator();
      case BytesValue bytes ->
          indexed(index -> index < bytes.size(), index -> IntValue.of(bytes.at(index)));
      default -> throw JinjaException.type("'" + value.typeName() + "' object is not iterable");
    };
  }

  /** The elements as a new list; each one is a step. */
  public static List<Value> list(Value value, Budget budget) {
    List<Value> elements = new ArrayList<>();
    Iterator<Value> iterator = iterator(value);
    while (iterator.hasNext()) {
      budget.step();
      elements.add(iterator.next());
    }
    return elements;
  }

  /** The number of elements of what has a length. */
  public static int length(Value value) {
    return switch (value) {
      case Text text -> text.codePointCount();
      case SequenceValue sequence -> sequence.elements().size();
      case DictValue dict -> dict.size();
      case DictView view -> view.dict().size();
      case RangeValue range -> range.size();
      case UndefinedValue undefined -> 0;
      case BytesValue bytes -> bytes.size();
      default ->
          throw JinjaException.type("object of type '" + value.typeName() + "' has no len()");
    };
  }

  /** Whether a value has a length. */
  public static boolean hasLength(Value value) {
    return isIterable(value) && !(value instanceof IteratorValue);
  }

  private static Iterator<Value> codePoints(Text text) {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < text.length();
      }

      @Override
      public Value next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        int start = next;
        next += Character.charCount(text.chars().codePointAt(start));
        return text.substring(start, next);
      }
    };
  }

  /** Elements by position; a list may grow meanwhile. */
  private static Iterator<Value> indexed(IntPredicate exists, IntFunction<Value> element) {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return exists.test(next);
      }

      @Override
      public Value next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return element.apply(next++);
      }
    };
  }
}
