package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.value.Comparison;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.Printer;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.SequenceValue;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Prints values over several lines where one is too short, keys sorted. */
final class PrettyPrinter {
  private static final int WIDTH = 80;

  private final Runtime runtime;
  private final TextBuilder out;

  private PrettyPrinter(Runtime runtime) {
    this.runtime = runtime;
    this.out = new TextBuilder(runtime.budget());
  }

  static Text print(Runtime runtime, Value value) {
    PrettyPrinter printer = new PrettyPrinter(runtime);
    printer.append(sorted(runtime, value), 0, 0);
    return printer.out.build();
  }

  /**
   * @param indent the column of the value
   * @param after characters that follow it on its last line
   */
  private void append(Value value, int indent, int after) {
    runtime.budget().enterValue();
    Text line = Printer.repr(value, runtime.budget());
    if (line.codePointCount() <= WIDTH - indent - after) {
      out.append(line);
    } else if (value instanceof DictValue dict) {
      dict(dict, indent, after);
    } else if (value instanceof SequenceValue sequence) {
      boolean tuple = value instanceof TupleValue;
      boolean single = tuple && sequence.elements().size() == 1;
      String close = tuple ? single ? ",)" : ")" : "]";
      sequence(tuple ? "(" : "[", sequence.elements(), close, indent, after);
    } else {
      out.append(line);
    }
    runtime.budget().leaveValue();
  }

  private void sequence(String open, List<Value> elements, String close, int indent, int after) {
    out.appendNeutral(open);
    for (int i = 0; i < elements.size(); i++) {
      boolean last = i == elements.size() - 1;
      append(elements.get(i), indent + 1, last ? after + close.length() : 1);
      out.appendNeutral(last ? "" : ",\n" + " ".repeat(indent + 1));
    }
    out.appendNeutral(close);
  }

  private void dict(DictValue dict, int indent, int after) {
    out.appendNeutral("{");
    int left = dict.size();
    for (DictValue.Entry entry : dict.entries()) {
      left--;
      Text key = Printer.repr(entry.key(), runtime.budget());
      out.append(key).appendNeutral(": ");
      append(entry.value(), indent + key.codePointCount() + 3, left == 0 ? after + 1 : 1);
      out.appendNeutral(left == 0 ? "}" : ",\n" + " ".repeat(indent + 1));
    }
  }

  private static Value sorted(Runtime runtime, Value value) {
    runtime.budget().enterValue();
    Value result = value;
    if (value instanceof DictValue dict) {
      List<DictValue.Entry> entries = new ArrayList<>(dict.entries());
      DictValue copy = new DictValue();
      Sorting.sort(entries, (left, right) -> isBefore(left.key(), right.key(), runtime))
          .forEach(
              entry -> copy.put(entry.key(), sorted(runtime, entry.value()), runtime.budget()));
      result = copy;
    } else if (value instanceof SequenceValue sequence) {
      List<Value> elements = new ArrayList<>();
      sequence.elements().forEach(element -> elements.add(sorted(runtime, element)));
      result = sequence.of(elements);
    }
    runtime.budget().leaveValue();
    return result;
  }

  /** Keys of types that have no common order are ordered by the names of the types. */
  private static boolean isBefore(Value left, Value right, Runtime runtime) {
    return left.typeName().equals(right.typeName())
        ? Comparison.less(left, right, runtime.budget())
        : left.typeName().compareTo(right.typeName()) < 0;
  }
}
