package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.value.Arguments;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.ListValue;
import io.perilune.template.jinja.value.ObjectValue;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.SequenceValue;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * The methods of texts that are escaped for HTML: those of other texts, but what they give is
 * escaped too, and so is what they put into it.
 */
final class MarkupMethods {
  private MarkupMethods() {}

  /** A method of an escaped text, or {@code null}. */
  static Value method(Text owner, String name) {
    return Members.STRING.has(name)
        ? ObjectValue.method(
            owner,
            name,
            (runtime, arguments) ->
                escaped(
                    Members.STRING.call(name, runtime, owner, inserted(runtime, name, arguments))))
        : null;
  }

  /** The arguments of a call, escaped where they become part of the result. */
  private static Arguments inserted(Runtime runtime, String method, Arguments arguments) {
    List<Value> positional = new ArrayList<>(arguments.positional());
    if (method.equals("join") && positional.size() == 1) {
      List<Value> parts = Iteration.list(positional.getFirst(), runtime.budget());
      parts.replaceAll(part -> HtmlFilters.escape(runtime, part));
      positional.set(0, new ListValue(parts));
    } else if (method.equals("replace") && positional.size() > 1) {
      positional.set(1, HtmlFilters.escape(runtime, positional.get(1)));
    }
    return new Arguments(positional, arguments.named());
  }

  private static Value escaped(Value result) {
    return switch (result) {
      case Text text -> text.asMarkup(true);
      case SequenceValue sequence -> {
        List<Value> parts = new ArrayList<>(sequence.elements());
        parts.replaceAll(MarkupMethods::escaped);
        yield sequence.of(parts);
      }
      default -> result;
    };
  }
}
