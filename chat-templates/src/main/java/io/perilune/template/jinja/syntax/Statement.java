package io.perilune.template.jinja.syntax;

import io.perilune.template.jinja.error.Position;
import io.perilune.template.jinja.value.Text;
import java.util.ArrayList;
import java.util.List;

/** A statement of the language. Absent parts are {@code null}. */
public sealed interface Statement {
  Position position();

  /** All blocks of a template, also those inside other statements. */
  static List<Block> blocks(List<Statement> template) {
    List<Block> found = new ArrayList<>();
    for (Statement statement : template) {
      if (statement instanceof Block block) {
        found.add(block);
      }
      TreeWalk.bodies(statement).forEach(body -> found.addAll(blocks(body)));
    }
    return found;
  }

  /** Text outside of all tags. */
  record Literal(Position position, Text text) implements Statement {}

  record Print(Position position, Expression value) implements Statement {}

  /** {@code elif} is an {@code If} of its own in {@code otherwise}. */
  record If(Position position, Expression test, List<Statement> then, List<Statement> otherwise)
      implements Statement {}

  /**
   * @param condition elements for which it is false are left out
   * @param otherwise what runs when no iteration ran to its end
   */
  record For(
      Position position,
      Target target,
      Expression iterable,
      Expression condition,
      boolean recursive,
      List<Statement> body,
      List<Statement> otherwise)
      implements Statement {}

  record Break(Position position) implements Statement {}

  record Continue(Position position) implements Statement {}

  record Set(Position position, Target target, Expression value) implements Statement {}

  /**
   * @param filter a chain of filters without an input
   */
  record SetBlock(Position position, Target target, Expression filter, List<Statement> body)
      implements Statement {}

  record Macro(Position position, String name, Procedure procedure) implements Statement {}

  /** A call whose callee can render the body by calling {@code caller}. */
  record CallBlock(Position position, Expression.Call call, Procedure caller)
      implements Statement {}

  /**
   * What a macro and the body of a call block have in common.
   *
   * @param usesCaller whether the body reads {@code caller}; likewise for the others
   */
  record Procedure(
      List<Parameter> parameters,
      List<Statement> body,
      boolean usesCaller,
      boolean usesVarargs,
      boolean usesKwargs) {}

  /**
   * @param fallback the value of an argument that is not given
   */
  record Parameter(String name, Expression fallback) {}

  /**
   * @param filter a chain of filters without an input
   */
  record FilterBlock(Position position, Expression filter, List<Statement> body)
      implements Statement {}

  record With(Position position, List<Binding> bindings, List<Statement> body)
      implements Statement {}

  record Binding(Target target, Expression value) {}

  /** A part that is rendered in place and can be rendered again as {@code self.name()}. */
  record Block(Position position, String name, List<Statement> body) implements Statement {}

  /** Text that the assistant is meant to generate; only matters for training. */
  record Generation(Position position, List<Statement> body) implements Statement {}

  record Autoescape(Position position, Expression enabled, List<Statement> body)
      implements Statement {}

  /** {@code include}, {@code import}, {@code extends}: there is nothing to load from. */
  record Load(Position position) implements Statement {}

  /** What is assigned to. */
  sealed interface Target {}

  record NameTarget(String name) implements Target {}

  record AttributeTarget(Position position, String namespace, String attribute) implements Target {}

  record TupleTarget(Position position, List<Target> targets) implements Target {}
}
