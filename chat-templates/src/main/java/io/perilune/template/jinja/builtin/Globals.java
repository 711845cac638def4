package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.budget.Limits;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Arguments;
import io.perilune.template.jinja.value.Cost;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.NamespaceValue;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.ObjectValue;
import io.perilune.template.jinja.value.RangeValue;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.Value;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The global functions. */
final class Globals {
  private static final Table FUNCTIONS =
      new Table()
          .add("range", "*", (runtime, a) -> range(runtime, ((TupleValue) a[0]).elements()))
          .add("namespace", "* **", Globals::namespace)
          .add("dict", "* **", (runtime, a) -> dict(runtime, (TupleValue) a[0], (DictValue) a[1]))
          .add("cycler", "*", (runtime, a) -> Cycler.create((TupleValue) a[0]))
          .add("joiner", "sep?", (runtime, a) -> joiner(Args.string(a[0], ", ")))
          .add("lipsum", "* **", (runtime, a) -> noLoremIpsum())
          .add("raise_exception", "message", Globals::raise)
          .add("strftime_now", "format", Globals::now);

  private Globals() {}

  static Map<String, Value> all() {
    Map<String, Value> globals = new HashMap<>();
    for (String name : List.of("range", "lipsum", "raise_exception", "strftime_now")) {
      globals.put(
          name, ObjectValue.function(name, (runtime, a) -> FUNCTIONS.call(name, runtime, a)));
    }
    for (String name : List.of("namespace", "cycler", "joiner")) {
      globals.put(name, type(name, Map.of()));
    }
    ObjectValue fromKeys =
        ObjectValue.function("fromkeys", (runtime, arguments) -> fromKeys(runtime, arguments));
    globals.put("dict", type("dict", Map.of("fromkeys", () -> fromKeys)));
    return Map.copyOf(globals);
  }

  private static ObjectValue type(String name, Map<String, Supplier<Value>> attributes) {
    return new ObjectValue(
        "type",
        () -> "<class '" + name + "'>",
        attributes,
        (runtime, arguments) -> FUNCTIONS.call(name, runtime, arguments));
  }

  private static Value fromKeys(Runtime runtime, Arguments arguments) {
    Value[] bound = new Signature("fromkeys", "iterable value?").bind(arguments);
    return DictMethods.fromKeys(runtime, bound[0], bound[1]);
  }

  private static Value range(Runtime runtime, List<Value> arguments) {
    arguments.forEach(argument -> Cost.read(argument, runtime.budget()));
    if (arguments.isEmpty() || arguments.size() > 3) {
      throw JinjaException.type(
          "range expected "
              + (arguments.isEmpty() ? "at least 1" : "at most 3")
              + " argument, got "
              + arguments.size());
    }
    boolean onlyStop = arguments.size() == 1;
    BigInteger start = onlyStop ? BigInteger.ZERO : Numbers.requireInteger(arguments.get(0));
    BigInteger stop = Numbers.requireInteger(arguments.get(onlyStop ? 0 : 1));
    BigInteger step =
        arguments.size() < 3 ? BigInteger.ONE : Numbers.requireInteger(arguments.get(2));
    if (step.signum() == 0) {
      throw JinjaException.value("range() arg 3 must not be zero");
    }
    BigInteger distance = step.signum() > 0 ? stop.subtract(start) : start.subtract(stop);
    BigInteger size =
        distance.add(step.abs()).subtract(BigInteger.ONE).divide(step.abs()).max(BigInteger.ZERO);
    if (size.compareTo(BigInteger.valueOf(Limits.RANGE_LENGTH)) > 0) {
      throw new JinjaException(
          ErrorKind.OVERFLOW,
          "Range too big. The sandbox blocks ranges larger than MAX_RANGE ("
              + Limits.RANGE_LENGTH
              + ").");
    }
    return new RangeValue(start, stop, step, distance.signum() <= 0 ? 0 : size.intValueExact());
  }

  private static Value namespace(Runtime runtime, Value[] arguments) {
    return new NamespaceValue(dict(runtime, (TupleValue) arguments[0], (DictValue) arguments[1]));
  }

  /** A mapping of a mapping or of pairs, and of named arguments. */
  private static DictValue dict(Runtime runtime, TupleValue positional, DictValue named) {
    List<Value> sources = positional.elements();
    if (sources.size() > 1) {
      throw JinjaException.type("dict expected at most 1 argument, got " + sources.size());
    }
    DictValue dict = new DictValue();
    if (!sources.isEmpty()) {
      if (sources.getFirst() instanceof DictValue source) {
        dict.putAll(source, runtime.budget());
      } else {
        addPairs(runtime, sources.getFirst(), dict);
      }
    }
    dict.putAll(named, runtime.budget());
    return dict;
  }

  private static void addPairs(Runtime runtime, Value pairs, DictValue dict) {
    int index = 0;
    for (Value pair : Iteration.list(pairs, runtime.budget())) {
      if (!Iteration.isIterable(pair)) {
        throw JinjaException.type(
            "cannot convert dictionary update sequence element #" + index + " to a sequence");
      }
      List<Value> parts = Iteration.list(pair, runtime.budget());
      if (parts.size() != 2) {
        throw JinjaException.value(
            "dictionary update sequence element #%d has length %d; 2 is required"
                .formatted(index, parts.size()));
      }
      dict.put(parts.get(0), parts.get(1), runtime.budget());
      index++;
    }
  }

  /** A function that gives nothing at the first call and the separator afterwards. */
  private static Value joiner(Text separator) {
    boolean[] used = new boolean[1];
    return new ObjectValue(
        "Joiner",
        () -> "<Joiner object>",
        Map.of(),
        (runtime, arguments) -> {
          Text result = used[0] ? separator : Text.EMPTY;
          used[0] = true;
          return result;
        });
  }

  private static Value noLoremIpsum() {
    throw new JinjaException(
        ErrorKind.RUNTIME, "lipsum is not available: prompts are no place for it");
  }

  private static Value raise(Runtime runtime, Value[] arguments) {
    throw new JinjaException(ErrorKind.RAISE_EXCEPTION, Args.text(runtime, arguments[0]).chars());
  }

  private static Value now(Runtime runtime, Value[] arguments) {
    Text format = Args.string(arguments[0]);
    String printed = Strftime.format(format.chars(), runtime.clock(), runtime.budget());
    return Text.of(printed, format.hasData());
  }
}
