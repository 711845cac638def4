package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.NoneValue;
import io.perilune.template.jinja.value.ObjectValue;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.Value;
import java.util.Map;

/** Gives values in turn, over and over. */
final class Cycler {
  private final TupleValue items;
  private int position;

  private Cycler(TupleValue items) {
    this.items = items;
  }

  static Value create(TupleValue items) {
    if (items.elements().isEmpty()) {
      throw new JinjaException(ErrorKind.OTHER, "at least one item has to be provided");
    }
    Cycler cycler = new Cycler(items);
    return new ObjectValue(
        "Cycler",
        () -> "<Cycler object>",
        Map.of(
            "items", () -> items,
            "current", cycler::current,
            "next", () -> ObjectValue.function("next", (runtime, arguments) -> cycler.next()),
            "reset", () -> ObjectValue.function("reset", (runtime, arguments) -> cycler.reset())),
        null);
  }

  private Value current() {
    return items.elements().get(position);
  }

  private Value next() {
    Value current = current();
    position = (position + 1) % items.elements().size();
    return current;
  }

  private Value reset() {
    position = 0;
    return NoneValue.NONE;
  }
}
