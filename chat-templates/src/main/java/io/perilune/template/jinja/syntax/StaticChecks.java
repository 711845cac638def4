package io.perilune.template.jinja.syntax;

import io.perilune.template.jinja.budget.Limits;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.error.Position;
import java.util.List;

/** Finds errors that the grammar allows: unknown filters and tests, misplaced loop control. */
final class StaticChecks {
  private final Vocabulary vocabulary;

  private StaticChecks(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  static void check(List<Statement> template, Vocabulary vocabulary) {
    new StaticChecks(vocabulary).statements(template, 0, false);
  }

  /**
   * @param loops the number of loops that {@code break} and {@code continue} could act on
   * @param branch whether an enclosing {@code if} may keep the statements from running; unknown
   *     names are then errors of the rendering only, so that templates can ask for features
   */
  private void statements(List<Statement> statements, int loops, boolean branch) {
    statements.forEach(statement -> statement(statement, loops, branch));
  }

  private void statement(Statement statement, int loops, boolean branch) {
    boolean soft = branch || statement instanceof Statement.If;
    TreeWalk.expressions(statement).forEach(part -> expression(part, soft));
    switch (statement) {
      case Statement.Break leave -> requireLoop(loops, "'break' outside loop", leave.position());
      case Statement.Continue next ->
          requireLoop(loops, "'continue' not properly in loop", next.position());
      case Statement.For loop -> {
        rejectLoopTarget(loop.target(), loop.position());
        requireNesting(loops + 1, loop.position());
        statements(loop.body(), loops + 1, false);
        statements(loop.otherwise(), loops, false);
      }
      case Statement.If branches -> {
        statements(branches.then(), loops, true);
        statements(branches.otherwise(), loops, true);
      }
      case Statement.FilterBlock block -> statements(block.body(), loops, false);
      case Statement.SetBlock block -> statements(block.body(), loops, false);
      case Statement.With block -> statements(block.body(), loops, false);
      case Statement.Autoescape block -> statements(block.body(), loops, false);
      default -> TreeWalk.bodies(statement).forEach(body -> statements(body, 0, false));
    }
  }

  private void expression(Expression expression, boolean branch) {
    boolean soft = branch || expression instanceof Expression.Conditional;
    if (!soft && expression instanceof Expression.Filtered(var position, _, var filter, _)) {
      require(vocabulary.hasFilter(filter), "No filter named '" + filter + "'.", position);
    }
    if (!soft && expression instanceof Expression.Tested(var position, _, var test, _)) {
      require(vocabulary.hasTest(test), "No test named '" + test + "'.", position);
    }
    TreeWalk.parts(expression).forEach(part -> expression(part, soft));
  }

  private static void rejectLoopTarget(Statement.Target target, Position position) {
    switch (target) {
      case Statement.NameTarget(String name) ->
          require(
              !name.equals("loop"),
              "Can't assign to special loop variable in for-loop target",
              position);
      case Statement.TupleTarget(_, List<Statement.Target> targets) ->
          targets.forEach(part -> rejectLoopTarget(part, position));
      case Statement.AttributeTarget attribute -> {}
    }
  }

  private static void requireLoop(int loops, String reason, Position position) {
    require(loops > 0, reason, position);
  }

  private static void requireNesting(int loops, Position position) {
    if (loops > Limits.LOOP_NESTING) {
      throw new JinjaException(
          ErrorKind.LIMIT,
          "The template nests more than " + Limits.LOOP_NESTING + " loops",
          position);
    }
  }

  private static void require(boolean condition, String reason, Position position) {
    if (!condition) {
      throw new JinjaException(ErrorKind.SYNTAX, reason, position);
    }
  }
}
