package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.BoolValue;
import io.perilune.template.jinja.value.ComplexValue;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.FloatValue;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.IteratorValue;
import io.perilune.template.jinja.value.ListValue;
import io.perilune.template.jinja.value.NamespaceValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.ObjectValue;
import io.perilune.template.jinja.value.Printer;
import io.perilune.template.jinja.value.RangeValue;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.SequenceValue;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;
import java.math.BigInteger;
import java.util.Set;

/**
 * Access to attributes and items. {@code x.a} prefers an attribute and falls back to an item,
 * {@code x['a']} the other way round; what is neither is undefined.
 */
public final class Members {
  static final Table STRING = new Table();
  static final Table DICT = new Table();
  static final Table LIST = new Table();
  static final Table TUPLE = new Table();
  static final Table INT = new Table();
  static final Table FLOAT = new Table();

  /** Members of Python's objects that exist but are out of a template's reach. */
  private static final Set<String> LIST_CHANGES =
      Set.of("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort");

  private static final Set<String> LENIENT_LIST_CHANGES = Set.of("append", "pop");

  private static final Set<String> DICT_CHANGES =
      Set.of("clear", "pop", "popitem", "setdefault", "update");

  private static final Set<String> OBJECT_INTERNALS =
      Set.of(
          "__class__",
          "__doc__",
          "__dir__",
          "__init__",
          "__new__",
          "__str__",
          "__repr__",
          "__eq__",
          "__ne__",
          "__lt__",
          "__le__",
          "__gt__",
          "__ge__",
          "__hash__",
          "__format__",
          "__getattribute__",
          "__setattr__",
          "__delattr__",
          "__reduce__",
          "__reduce_ex__",
          "__sizeof__",
          "__subclasshook__",
          "__init_subclass__");

  private static final Set<String> CONTAINER_INTERNALS =
      Set.of("__len__", "__iter__", "__contains__", "__getitem__", "__add__", "__mul__");

  private static final Set<String> FUNCTION_INTERNALS =
      Set.of(
          "__call__",
          "__globals__",
          "__code__",
          "__closure__",
          "__defaults__",
          "__func__",
          "__self__",
          "__name__",
          "__module__",
          "__dict__",
          "_func",
          "_environment",
          "mro",
          "_iterable",
          "_length");

  private static final Set<String> ITERATOR_INTERNALS =
      Set.of("__iter__", "__next__", "gi_frame", "gi_code", "gi_yieldfrom");

  static {
    CaseMethods.addTo(STRING);
    SearchMethods.addTo(STRING);
    SplitMethods.addTo(STRING);
    LayoutMethods.addTo(STRING);
    BraceFormat.addTo(STRING);
    DictMethods.addTo(DICT);
    ListMethods.addSharedTo(TUPLE);
    ListMethods.addSharedTo(LIST);
    ListMethods.addTo(LIST);
    NumberMethods.addIntegersTo(INT);
    NumberMethods.addFloatsTo(FLOAT);
  }

  private Members() {}

  /** The value of {@code owner.name}. */
  public static Value attribute(Runtime runtime, Value owner, String name) {
    Value attribute = ownAttribute(runtime, owner, name);
    if (attribute != null) {
      return attribute;
    }
    Value item = owner instanceof DictValue dict ? dict.get(name) : null;
    return item != null ? item : UndefinedValue.attribute(owner, name);
  }

  /** The value of {@code owner[key]}. */
  public static Value item(Runtime runtime, Value owner, Value key) {
    if (owner instanceof UndefinedValue undefined) {
      throw undefined.error();
    }
    Value item = element(runtime, owner, key);
    if (item != null) {
      return item;
    }
    if (key instanceof Text text) {
      Value attribute = ownAttribute(runtime, owner, text.chars());
      return attribute != null ? attribute : UndefinedValue.attribute(owner, text.chars());
    }
    if (key instanceof UndefinedValue) {
      return UndefinedValue.element(owner, "Undefined");
    }
    return UndefinedValue.element(owner, Printer.repr(key, runtime.budget()).chars());
  }

  /** The value of {@code owner[start:stop:step]}. */
  public static Value slice(Runtime runtime, Value owner, Value start, Value stop, Value step) {
    return switch (owner) {
      case UndefinedValue undefined -> throw undefined.error();
      case Text text -> Slicing.of(text.codePointCount(), start, stop, step).apply(runtime, text);
      case SequenceValue list ->
          Slicing.of(list.elements().size(), start, stop, step).apply(runtime, list);
      case RangeValue range -> Slicing.of(range.size(), start, stop, step).apply(runtime, range);
      default -> throw JinjaException.type("'" + owner.typeName() + "' object has no slices");
    };
  }

  /** The item of a key, or {@code null}. */
  private static Value element(Runtime runtime, Value owner, Value key) {
    return switch (owner) {
      case DictValue dict -> hashable(key) ? dict.get(key, runtime.budget()) : null;
      case SequenceValue list -> {
        int index = index(key, list.elements().size());
        yield index < 0 ? null : list.elements().get(index);
      }
      case Text text -> {
        int index = index(key, text.codePointCount());
        yield index < 0 ? null : text.codePointAt(index).asMarkup(text.isMarkup());
      }
      case RangeValue range -> {
        int index = index(key, range.size());
        yield index < 0 ? null : range.element(index);
      }
      default -> null;
    };
  }

  private static boolean hashable(Value key) {
    return !(key instanceof ListValue) && !(key instanceof DictValue);
  }

  /** The position that a key selects, or -1. */
  private static int index(Value key, int length) {
    BigInteger number = Numbers.integer(key);
    if (number == null) {
      return -1;
    }
    long index = Numbers.clamp(number);
    long position = index < 0 ? index + length : index;
    return position >= 0 && position < length ? (int) position : -1;
  }

  /** An attribute other than an item, undefined for internals, or {@code null}. */
  static Value ownAttribute(Runtime runtime, Value owner, String name) {
    if (owner instanceof UndefinedValue undefined && !OBJECT_INTERNALS.contains(name)) {
      throw undefined.error();
    }
    if (isUnsafe(runtime, owner, name)) {
      return UndefinedValue.unsafe(owner, name);
    }
    return switch (owner) {
      case Text text ->
          text.isMarkup() ? MarkupMethods.method(text, name) : STRING.method(text, name);
      case DictValue dict -> DICT.method(dict, name);
      case ListValue list -> LIST.method(list, name);
      case TupleValue tuple -> {
        int index = tuple.names().indexOf(name);
        yield index >= 0 ? tuple.elements().get(index) : TUPLE.method(tuple, name);
      }
      case IntValue number -> NumberMethods.attribute(number, name, INT);
      case BoolValue bool -> NumberMethods.attribute(bool, name, INT);
      case FloatValue number -> NumberMethods.attribute(number, name, FLOAT);
      case ComplexValue(double real, double imaginary) ->
          switch (name) {
            case "real" -> new FloatValue(real);
            case "imag" -> new FloatValue(imaginary);
            default -> null;
          };
      case RangeValue range -> rangeAttribute(range, name);
      case NamespaceValue namespace -> namespace.attributes().get(name);
      case ObjectValue object -> object.attribute(name);
      default -> null;
    };
  }

  private static boolean isUnsafe(Runtime runtime, Value owner, String name) {
    if (owner instanceof NamespaceValue namespace) {
      return name.equals("__class__")
          || name.startsWith("_") && namespace.attributes().get(name) != null;
    }
    if (OBJECT_INTERNALS.contains(name)) {
      return true;
    }
    return switch (owner) {
      case ListValue list ->
          CONTAINER_INTERNALS.contains(name)
              || LIST_CHANGES.contains(name)
                  && !(runtime.lenient() && LENIENT_LIST_CHANGES.contains(name));
      case DictValue dict -> CONTAINER_INTERNALS.contains(name) || DICT_CHANGES.contains(name);
      case ObjectValue object -> FUNCTION_INTERNALS.contains(name);
      case Text text -> CONTAINER_INTERNALS.contains(name);
      case TupleValue tuple -> CONTAINER_INTERNALS.contains(name);
      case RangeValue range -> CONTAINER_INTERNALS.contains(name);
      case IteratorValue iterator -> ITERATOR_INTERNALS.contains(name);
      default -> false;
    };
  }

  private static Value rangeAttribute(RangeValue range, String name) {
    return switch (name) {
      case "start" -> new IntValue(range.start());
      case "stop" -> new IntValue(range.stop());
      case "step" -> new IntValue(range.step());
      case "count", "index" ->
          ObjectValue.method(
              range,
              name,
              (runtime, arguments) -> ListMethods.search(runtime, range, name, arguments));
      default -> null;
    };
  }

  /** Fails: a value that cannot be called was. */
  public static JinjaException notCallable(Value value) {
    return JinjaException.type("'" + value.typeName() + "' object is not callable");
  }
}
