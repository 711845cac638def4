package io.perilune.template.jinja.syntax;

import io.perilune.template.jinja.error.Position;
import io.perilune.template.jinja.value.Value;
import java.util.List;

/** An expression of the language. Absent parts are {@code null}. */
public sealed interface Expression {
  Position position();

  record Literal(Position position, Value value) implements Expression {}

  record Name(Position position, String name) implements Expression {}

  record ListLiteral(Position position, List<Expression> elements) implements Expression {}

  record TupleLiteral(Position position, List<Expression> elements) implements Expression {}

  record DictLiteral(Position position, List<Pair> entries) implements Expression {}

  /** An entry of a mapping. */
  record Pair(Expression key, Expression value) {}

  record Unary(Position position, UnaryOperator operator, Expression operand)
      implements Expression {}

  enum UnaryOperator {
    NEGATE,
    POSITIVE,
    NOT
  }

  record Binary(Position position, BinaryOperator operator, Expression left, Expression right)
      implements Expression {}

  enum BinaryOperator {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    FLOOR_DIVIDE,
    MODULO,
    POWER
  }

  /** The operator {@code ~}: the texts of all parts in a row. */
  record Concatenation(Position position, List<Expression> parts) implements Expression {}

  /** A comparison; {@code a < b < c} has two operands after the first. */
  record Comparing(Position position, Expression first, List<Operand> operands)
      implements Expression {}

  record Operand(ComparisonOperator operator, Expression value) {}

  enum ComparisonOperator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    IN,
    NOT_IN
  }

  /** {@code and}, {@code or}: one of the operands, the right one only where it is needed. */
  record Logical(Position position, boolean and, Expression left, Expression right)
      implements Expression {}

  /** {@code then if test else otherwise}. */
  record Conditional(Position position, Expression test, Expression then, Expression otherwise)
      implements Expression {}

  record Attribute(Position position, Expression owner, String name) implements Expression {}

  record Item(Position position, Expression owner, Expression key) implements Expression {}

  /** The key of an item access that takes a part of a sequence. */
  record Slice(Position position, Expression start, Expression stop, Expression step)
      implements Expression {}

  /**
   * @param input what is filtered; {@code null} for the text of an enclosing block
   */
  record Filtered(Position position, Expression input, String filter, CallArguments arguments)
      implements Expression {}

  record Tested(Position position, Expression input, String test, CallArguments arguments)
      implements Expression {}

  record Call(Position position, Expression function, CallArguments arguments)
      implements Expression {}

  /**
   * @param spread the sequence after {@code *}
   * @param spreadNamed the mapping after {@code **}
   */
  record CallArguments(
      List<Expression> positional, List<Keyword> named, Expression spread, Expression spreadNamed) {
    public static final CallArguments NONE = new CallArguments(List.of(), List.of(), null, null);
  }

  record Keyword(String name, Expression value) {}
}
