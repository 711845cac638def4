package io.perilune.template.jinja.run;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.builtin.Library;
import io.perilune.template.jinja.builtin.Members;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.error.Position;
import io.perilune.template.jinja.syntax.Statement;
import io.perilune.template.jinja.value.Arguments;
import io.perilune.template.jinja.value.Comparison;
import io.perilune.template.jinja.value.ObjectValue;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One rendering of a template. */
public final class Rendering implements Runtime {
  private final Library library;
  private final Budget budget;
  private final Clock clock;
  private final Evaluator evaluator = new Evaluator(this);
  private final Executor executor;
  private Position position;
  private boolean autoescape;

  private Rendering(Library library, List<Statement> template, Budget budget, Clock clock) {
    this.library = library;
    this.budget = budget;
    this.clock = clock;
    this.executor = new Executor(this, evaluator, template);
  }

  /**
   * Renders a template.
   *
   * @param variables its top-level variables
   * @throws JinjaException with a position if it fails
   */
  public static Text render(
      List<Statement> template,
      Map<String, Value> variables,
      Library library,
      Budget budget,
      Clock clock) {
    Rendering rendering = new Rendering(library, template, budget, clock);
    Scope globals = new Scope(null, library.globals());
    Scope top = new Scope(new Scope(globals, new HashMap<>(variables)));
    try {
      TextBuilder out = new TextBuilder(budget);
      rendering.executor.template(top, out);
      return out.build();
    } catch (JinjaException e) {
      throw e.at(rendering.position);
    } catch (StackOverflowError e) {
      throw new JinjaException(
          ErrorKind.LIMIT, "The template nests too deeply for this thread", rendering.position);
    }
  }

  /** Notes where the rendering is, for messages. */
  void at(Position place) {
    position = place;
  }

  @Override
  public boolean autoescape() {
    return autoescape;
  }

  void setAutoescape(boolean enabled) {
    autoescape = enabled;
  }

  @Override
  public Budget budget() {
    return budget;
  }

  @Override
  public boolean lenient() {
    return library.lenient();
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Value filter(String name, Value input, Arguments arguments) {
    budget.step();
    if (!library.hasFilter(name)) {
      throw new JinjaException(ErrorKind.RUNTIME, "No filter named '" + name + "' found.");
    }
    return library.filters().call(name, this, input, arguments);
  }

  @Override
  public boolean test(String name, Value input, Arguments arguments) {
    budget.step();
    if (!library.hasTest(name)) {
      throw new JinjaException(ErrorKind.RUNTIME, "No test named '" + name + "' found.");
    }
    return Comparison.isTrue(library.tests().call(name, this, input, arguments));
  }

  @Override
  public Value call(Value function, Arguments arguments) {
    budget.step();
    return switch (function) {
      case ObjectValue object when object.isCallable() -> object.body().call(this, arguments);
      case UndefinedValue undefined -> throw undefined.error();
      default -> throw Members.notCallable(function);
    };
  }
}
