package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.Numbers;
import io.perilune.template.jinja.value.RangeValue;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.SequenceValue;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts of sequences by Python's rules.
 *
 * @param first the position of the first element
 * @param step the distance to the next one
 * @param count the number of elements
 */
record Slicing(int first, int step, int count) {
  /** Resolves the bounds of a slice, each {@code null} or none where it is left out. */
  static Slicing of(int length, Value start, Value stop, Value step) {
    int by = Args.isAbsent(step) ? 1 : bound(step);
    if (by == 0) {
      throw JinjaException.value("slice step cannot be zero");
    }
    int lowest = by < 0 ? -1 : 0;
    int highest = by < 0 ? length - 1 : length;
    int from = by < 0 ? highest : lowest;
    if (!Args.isAbsent(start)) {
      from = clamp(bound(start), length, lowest, highest);
    }
    int to = by < 0 ? lowest : highest;
    if (!Args.isAbsent(stop)) {
      to = clamp(bound(stop), length, lowest, highest);
    }
    long distance = by > 0 ? (long) to - from : (long) from - to;
    long stride = Math.abs((long) by);
    return new Slicing(from, by, (int) Math.max(0, (distance + stride - 1) / stride));
  }

  /** The selected part of a value, or {@code null} if it has no parts. */
  Value apply(Runtime runtime, Value value) {
    runtime.budget().copy(count);
    return switch (value) {
      case Text text -> part(text).asMarkup(text.isMarkup());
      case SequenceValue sequence -> {
        List<Value> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          elements.add(sequence.elements().get(position(i)));
        }
        yield sequence.of(elements);
      }
      case RangeValue range -> range.part(first, step, count);
      default -> null;
    };
  }

  private Text part(Text text) {
    if (count == 0) {
      return Text.EMPTY;
    }
    if (step == 1) {
      return text.substring(text.index(first), text.index(first + count));
    }
    TextBuilder part = new TextBuilder();
    boolean narrow = text.codePointCount() == text.length();
    if (narrow) {
      for (int i = 0; i < count; i++) {
        part.append(text, position(i), position(i) + 1);
      }
      return part.build();
    }
    int[] starts = new int[text.codePointCount() + 1];
    for (int i = 0; i < starts.length - 1; i++) {
      starts[i + 1] = text.chars().offsetByCodePoints(starts[i], 1);
    }
    for (int i = 0; i < count; i++) {
      part.append(text, starts[position(i)], starts[position(i) + 1]);
    }
    return part.build();
  }

  private int position(int index) {
    return first + index * step;
  }

  private static int clamp(int bound, int length, int lowest, int highest) {
    long position = bound < 0 ? (long) bound + length : bound;
    return Math.clamp(position, lowest, highest);
  }

  private static int bound(Value value) {
    if (value instanceof UndefinedValue || Numbers.integer(value) == null) {
      throw JinjaException.type(
          "slice indices must be integers or None or have an __index__ method");
    }
    return Numbers.requireInt(value);
  }
}
