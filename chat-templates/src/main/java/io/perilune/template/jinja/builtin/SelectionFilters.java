package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Arguments;
import io.perilune.template.jinja.value.Comparison;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.IteratorValue;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Filters that take some elements of a sequence or something of each. They work when their result
 * is gone through, which is also when wrong arguments are noticed.
 */
final class SelectionFilters {
  private SelectionFilters() {}

  static void addTo(Table table) {
    table
        .add("map", "value * **", SelectionFilters::map)
        .add("select", "value * **", (runtime, a) -> select(runtime, a, true, false))
        .add("reject", "value * **", (runtime, a) -> select(runtime, a, false, false))
        .add("selectattr", "value * **", (runtime, a) -> select(runtime, a, true, true))
        .add("rejectattr", "value * **", (runtime, a) -> select(runtime, a, false, true));
  }

  private static Value map(Runtime runtime, Value[] arguments) {
    return lazy(
        runtime,
        "sync_do_map",
        arguments[0],
        () -> {
          Function<Value, Value> function =
              mapping(runtime, positional(arguments), (DictValue) arguments[2]);
          return (element, wanted) -> function.apply(element);
        });
  }

  private static Function<Value, Value> mapping(
      Runtime runtime, List<Value> positional, DictValue named) {
    Value attribute = named.get("attribute");
    if (positional.isEmpty() && attribute != null) {
      for (DictValue.Entry entry : named.entries()) {
        String name = ((Text) entry.key()).chars();
        if (!name.equals("attribute") && !name.equals("default")) {
          throw argumentError("Unexpected keyword argument '" + name + "'");
        }
      }
      Value fallback = Args.isAbsent(named.get("default")) ? null : named.get("default");
      AttributePath path = AttributePath.of(runtime, attribute, fallback);
      return element -> path.get(runtime, element);
    }
    if (positional.isEmpty()) {
      throw argumentError("map requires a filter argument");
    }
    String filter = Args.string(positional.getFirst()).chars();
    Arguments rest = new Arguments(positional.subList(1, positional.size()), named);
    return element -> runtime.filter(filter, element, rest);
  }

  private static Value select(
      Runtime runtime, Value[] arguments, boolean wanted, boolean byAttribute) {
    return lazy(
        runtime,
        "select_or_reject",
        arguments[0],
        () -> {
          Predicate<Value> predicate =
              predicate(runtime, positional(arguments), (DictValue) arguments[2], byAttribute);
          return (element, skip) -> predicate.test(element) == wanted ? element : skip;
        });
  }

  private static Predicate<Value> predicate(
      Runtime runtime, List<Value> positional, DictValue named, boolean byAttribute) {
    if (byAttribute && positional.isEmpty()) {
      throw argumentError("Missing parameter for attribute name");
    }
    AttributePath path = AttributePath.of(runtime, byAttribute ? positional.getFirst() : null);
    List<Value> test = byAttribute ? positional.subList(1, positional.size()) : positional;
    if (test.isEmpty()) {
      return element -> Comparison.isTrue(path.get(runtime, element));
    }
    String name = Args.string(test.getFirst()).chars();
    Arguments rest = new Arguments(test.subList(1, test.size()), named);
    return element -> runtime.test(name, path.get(runtime, element), rest);
  }

  private static List<Value> positional(Value[] arguments) {
    return ((TupleValue) arguments[1]).elements();
  }

  private static JinjaException argumentError(String reason) {
    return new JinjaException(ErrorKind.FILTER_ARGUMENT, reason);
  }

  /** What to give for an element; {@code skip} for nothing. */
  private interface Step {
    Value apply(Value element, Value skip);
  }

  /** Prepares a step when the first element is asked for. */
  private interface Preparation {
    Step prepare();
  }

  private static Value lazy(Runtime runtime, String filter, Value value, Preparation preparation) {
    UndefinedValue skip = UndefinedValue.because("no element");
    return IteratorValue.generator(
        filter,
        new LazyIterator(
            new Supplier<>() {
              private Iterator<Value> elements;
              private Step step;

              @Override
              public Value get() {
                if (elements == null) {
                  elements =
                      Comparison.isTrue(value)
                          ? Iteration.iterator(value)
                          : List.<Value>of().iterator();
                  step = elements.hasNext() ? preparation.prepare() : null;
                }
                while (elements.hasNext()) {
                  runtime.budget().step();
                  Value result = step.apply(elements.next(), skip);
                  if (result != skip) {
                    return result;
                  }
                }
                return null;
              }
            }));
  }
}
