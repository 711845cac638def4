package io.perilune.template.jinja.run;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.syntax.Statement;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.Html;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.NamespaceValue;
import io.perilune.template.jinja.value.ObjectValue;
import io.perilune.template.jinja.value.Printer;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.Value;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Executes statements. */
final class Executor {
  private final Rendering rendering;
  private final Evaluator evaluator;
  private final Procedures procedures;
  private final List<Statement> template;
  private Scope top;

  Executor(Rendering rendering, Evaluator evaluator, List<Statement> template) {
    this.rendering = rendering;
    this.evaluator = evaluator;
    this.procedures = new Procedures(this, evaluator);
    this.template = template;
  }

  /** Renders the whole template. */
  void template(Scope scope, TextBuilder out) {
    top = scope;
    Map<String, Supplier<Value>> blocks = new HashMap<>();
    for (Statement.Block block : Statement.blocks(template)) {
      ObjectValue render =
          ObjectValue.function(block.name(), (runtime, arguments) -> blockText(block));
      blocks.put(block.name(), () -> render);
    }
    scope.set(
        "self",
        new ObjectValue("TemplateReference", () -> "<TemplateReference None>", blocks, null));
    all(template, scope, out);
  }

  private Text blockText(Statement.Block block) {
    rendering.budget().enterMacro();
    TextBuilder out = new TextBuilder(rendering.budget());
    all(block.body(), new Scope(top), out);
    rendering.budget().leaveMacro();
    return finish(out);
  }

  /** The text that a macro or captured block made. */
  Text finish(TextBuilder out) {
    return out.build().asMarkup(rendering.autoescape());
  }

  /** Executes statements up to the first that leaves its loop. */
  Flow all(List<Statement> statements, Scope scope, TextBuilder out) {
    for (Statement statement : statements) {
      Flow flow = execute(statement, scope, out);
      if (flow != Flow.NEXT) {
        return flow;
      }
    }
    return Flow.NEXT;
  }

  private Flow execute(Statement statement, Scope scope, TextBuilder out) {
    rendering.at(statement.position());
    rendering.budget().enterNode();
    Flow flow = Flow.NEXT;
    switch (statement) {
      case Statement.Literal literal -> out.append(literal.text());
      case Statement.Print print -> print(evaluator.evaluate(print.value(), scope), out);
      case Statement.If branches ->
          flow =
              all(
                  evaluator.isTrue(branches.test(), scope) ? branches.then() : branches.otherwise(),
                  scope,
                  out);
      case Statement.For loop -> flow = loop(loop, scope, out);
      case Statement.Break leave -> flow = Flow.BREAK;
      case Statement.Continue next -> flow = Flow.CONTINUE;
      case Statement.Set set -> {
        requireNamespaces(set.target(), scope);
        assign(set.target(), evaluator.evaluate(set.value(), scope), scope);
      }
      case Statement.SetBlock set -> flow = setBlock(set, scope);
      case Statement.Macro macro ->
          scope.set(macro.name(), procedures.define(macro.name(), macro.procedure(), scope));
      case Statement.CallBlock block -> {
        Value caller = procedures.define(null, block.caller(), scope);
        DictValue named = new DictValue();
        named.put(Text.of("caller"), caller);
        write(evaluator.call(block.call(), named, scope), out);
      }
      case Statement.FilterBlock block -> {
        TextBuilder text = new TextBuilder(rendering.budget());
        flow = all(block.body(), new Scope(scope), text);
        // As in the reference, a body that leaves its loop takes its text along.
        if (flow == Flow.NEXT) {
          write(evaluator.filter(block.filter(), finish(text), scope), out);
        }
      }
      case Statement.With with -> flow = with(with, scope, out);
      case Statement.Block block -> all(block.body(), new Scope(top), out);
      case Statement.Generation generation -> all(generation.body(), new Scope(scope), out);
      case Statement.Autoescape block -> flow = autoescape(block, scope, out);
      case Statement.Load load ->
          throw JinjaException.type("no loader for this environment specified");
    }
    rendering.budget().leaveNode();
    return flow;
  }

  private void print(Value value, TextBuilder out) {
    Text text = Printer.str(value, rendering.budget());
    out.append(rendering.autoescape() ? Html.escape(text, rendering.budget()) : text);
  }

  /** Writes what a block's filter or call gave, which must be a text already. */
  private static void write(Value value, TextBuilder out) {
    if (!(value instanceof Text text)) {
      throw JinjaException.type("expected str instance, " + value.typeName() + " found");
    }
    out.append(text);
  }

  private Flow loop(Statement.For loop, Scope scope, TextBuilder out) {
    Value iterable = evaluator.evaluate(loop.iterable(), scope);
    rendering.at(loop.position());
    return loop(loop, iterable, 0, scope, out);
  }

  private Flow loop(
      Statement.For statement, Value iterable, int depth, Scope scope, TextBuilder out) {
    Iterator<Value> elements = Iteration.iterator(iterable);
    if (statement.condition() != null) {
      elements = new FilteredIterator(elements, element -> isWanted(statement, element, scope));
    }
    ObjectValue.Body recursion =
        (runtime, arguments) -> {
          if (!statement.recursive()) {
            throw JinjaException.type(
                "The loop must have the 'recursive' marker to be called recursively.");
          }
          if (arguments.positional().size() != 1) {
            throw JinjaException.type("loop() takes exactly one argument");
          }
          runtime.budget().enterMacro();
          TextBuilder text = new TextBuilder(runtime.budget());
          loop(statement, arguments.positional().getFirst(), depth + 1, scope, text);
          runtime.budget().leaveMacro();
          return finish(text);
        };
    Loop loop = new Loop(elements, depth, recursion, rendering.budget());
    boolean finished = false;
    while (loop.hasNext()) {
      Scope inner = new Scope(scope);
      inner.set("loop", loop.value());
      assign(statement.target(), loop.next(), inner);
      Flow flow = all(statement.body(), inner, out);
      if (flow == Flow.BREAK) {
        break;
      }
      finished |= flow == Flow.NEXT;
    }
    // The reference runs "else" when no iteration reached its end, not when there was none.
    return finished ? Flow.NEXT : all(statement.otherwise(), new Scope(scope), out);
  }

  private boolean isWanted(Statement.For loop, Value element, Scope scope) {
    rendering.budget().step();
    Scope inner = new Scope(scope);
    assign(loop.target(), element, inner);
    return evaluator.isTrue(loop.condition(), inner);
  }

  private void assign(Statement.Target target, Value value, Scope scope) {
    switch (target) {
      case Statement.NameTarget(String name) -> scope.set(name, value);
      case Statement.AttributeTarget(var position, String owner, String attribute) -> {
        rendering.at(position);
        namespace(owner, scope).attributes().put(Text.of(attribute), value);
      }
      case Statement.TupleTarget(var position, List<Statement.Target> targets) -> {
        rendering.at(position);
        List<Value> values = unpack(value, targets.size());
        for (int i = 0; i < values.size(); i++) {
          assign(targets.get(i), values.get(i), scope);
        }
      }
    }
  }

  /** Fails, before the value is made, where it could not be assigned. */
  private void requireNamespaces(Statement.Target target, Scope scope) {
    switch (target) {
      case Statement.NameTarget name -> {}
      case Statement.AttributeTarget attribute -> {
        rendering.at(attribute.position());
        namespace(attribute.namespace(), scope);
      }
      case Statement.TupleTarget tuple ->
          tuple.targets().forEach(inner -> requireNamespaces(inner, scope));
    }
  }

  private static NamespaceValue namespace(String name, Scope scope) {
    if (scope.get(name) instanceof NamespaceValue namespace) {
      return namespace;
    }
    throw new JinjaException(ErrorKind.RUNTIME, "cannot assign attribute on non-namespace object");
  }

  private List<Value> unpack(Value value, int count) {
    if (!Iteration.isIterable(value)) {
      throw JinjaException.type("cannot unpack non-iterable " + value.typeName() + " object");
    }
    List<Value> values = Iteration.list(value, rendering.budget());
    if (values.size() > count) {
      throw JinjaException.value("too many values to unpack (expected " + count + ")");
    }
    if (values.size() < count) {
      throw JinjaException.value(
          "not enough values to unpack (expected " + count + ", got " + values.size() + ")");
    }
    return values;
  }

  private Flow setBlock(Statement.SetBlock set, Scope scope) {
    TextBuilder text = new TextBuilder(rendering.budget());
    Flow flow = all(set.body(), new Scope(scope), text);
    if (flow != Flow.NEXT) {
      return flow;
    }
    Text plain = finish(text);
    Value value = set.filter() == null ? plain : evaluator.filter(set.filter(), plain, scope);
    assign(set.target(), value, scope);
    return flow;
  }

  private Flow with(Statement.With with, Scope scope, TextBuilder out) {
    Scope inner = new Scope(scope);
    for (Statement.Binding binding : with.bindings()) {
      assign(binding.target(), evaluator.evaluate(binding.value(), scope), inner);
    }
    return all(with.body(), inner, out);
  }

  private Flow autoescape(Statement.Autoescape block, Scope scope, TextBuilder out) {
    boolean before = rendering.autoescape();
    rendering.setAutoescape(evaluator.isTrue(block.enabled(), scope));
    Flow flow = all(block.body(), new Scope(scope), out);
    rendering.setAutoescape(before);
    return flow;
  }
}
