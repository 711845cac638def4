package io.perilune.template.jinja.run;

import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.syntax.Statement.Parameter;
import io.perilune.template.jinja.syntax.Statement.Procedure;
import io.perilune.template.jinja.value.Arguments;
import io.perilune.template.jinja.value.BoolValue;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.NoneValue;
import io.perilune.template.jinja.value.ObjectValue;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Makes callable values of macros and of the bodies of call blocks. */
final class Procedures {
  private static final String CALLER = "caller";

  private final Executor executor;
  private final Evaluator evaluator;

  Procedures(Executor executor, Evaluator evaluator) {
    this.executor = executor;
    this.evaluator = evaluator;
  }

  /**
   * A callable value.
   *
   * @param name the macro's name, or {@code null} for the body of a call block
   * @param definition the scope that the body sees
   */
  ObjectValue define(String name, Procedure procedure, Scope definition) {
    List<Value> names = new ArrayList<>();
    procedure.parameters().forEach(parameter -> names.add(Text.of(parameter.name())));
    Map<String, Supplier<Value>> attributes =
        Map.of(
            "name",
            () -> name == null ? NoneValue.NONE : Text.of(name),
            "arguments",
            () -> new TupleValue(names),
            "catch_kwargs",
            () -> BoolValue.of(procedure.usesKwargs()),
            "catch_varargs",
            () -> BoolValue.of(procedure.usesVarargs()),
            CALLER,
            () -> BoolValue.of(procedure.usesCaller()));
    return new ObjectValue(
        "Macro",
        () -> name == null ? "<Macro anonymous>" : "<Macro '" + name + "'>",
        attributes,
        (runtime, arguments) ->
            call(runtime, name == null ? CALLER : name, procedure, definition, arguments));
  }

  private Value call(
      Runtime runtime, String name, Procedure procedure, Scope definition, Arguments arguments) {
    runtime.budget().enterMacro();
    Scope scope = new Scope(definition);
    bind(name, procedure, arguments, scope);
    TextBuilder out = new TextBuilder(runtime.budget());
    executor.all(procedure.body(), scope, out);
    runtime.budget().leaveMacro();
    return executor.finish(out);
  }

  private void bind(String name, Procedure procedure, Arguments arguments, Scope scope) {
    List<Value> positional = arguments.positional();
    DictValue named = arguments.named();
    Set<String> taken = new HashSet<>();
    List<Parameter> parameters = procedure.parameters();
    boolean explicitCaller = false;
    for (int i = 0; i < parameters.size(); i++) {
      Parameter parameter = parameters.get(i);
      explicitCaller |= parameter.name().equals(CALLER);
      Value value = i < positional.size() ? positional.get(i) : named.get(parameter.name());
      if (i >= positional.size()) {
        taken.add(parameter.name());
      }
      scope.set(parameter.name(), value != null ? value : fallback(parameter, scope));
    }
    if (procedure.usesCaller() && !explicitCaller) {
      Value caller = named.get(CALLER);
      taken.add(CALLER);
      scope.set(CALLER, caller != null ? caller : UndefinedValue.because("No caller defined"));
    }
    DictValue further = without(taken, named);
    if (procedure.usesKwargs()) {
      scope.set("kwargs", further);
    } else if (further.size() > 0) {
      throw unexpected(name, further);
    }
    int given = Math.min(positional.size(), parameters.size());
    if (procedure.usesVarargs()) {
      scope.set(
          "varargs", new TupleValue(List.copyOf(positional.subList(given, positional.size()))));
    } else if (positional.size() > given) {
      throw JinjaException.type(
          "macro '%s' takes not more than %d argument(s)".formatted(name, parameters.size()));
    }
  }

  private static DictValue without(Set<String> taken, DictValue named) {
    DictValue others = new DictValue();
    for (DictValue.Entry entry : named.entries()) {
      Text name = (Text) entry.key();
      if (!taken.contains(name.chars())) {
        others.put(name, entry.value());
      }
    }
    return others;
  }

  private Value fallback(Parameter parameter, Scope scope) {
    return parameter.fallback() != null
        ? evaluator.evaluate(parameter.fallback(), scope)
        : UndefinedValue.because("parameter '" + parameter.name() + "' was not provided");
  }

  private static JinjaException unexpected(String name, DictValue named) {
    if (named.get(CALLER) != null) {
      return JinjaException.type(
          "macro '"
              + name
              + "' was invoked with two values for the special caller argument."
              + " This is most likely a bug.");
    }
    return JinjaException.type(
        "macro '%s' takes no keyword argument '%s'"
            .formatted(name, ((Text) named.entries().iterator().next().key()).chars()));
  }
}
