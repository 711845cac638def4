package io.perilune.template.jinja.run;

import io.perilune.template.jinja.builtin.Members;
import io.perilune.template.jinja.builtin.PercentFormat;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.error.Position;
import io.perilune.template.jinja.syntax.Expression;
import io.perilune.template.jinja.syntax.Expression.CallArguments;
import io.perilune.template.jinja.value.Arguments;
import io.perilune.template.jinja.value.Arithmetic;
import io.perilune.template.jinja.value.BoolValue;
import io.perilune.template.jinja.value.Comparison;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.Html;
import io.perilune.template.jinja.value.Iteration;
import io.perilune.template.jinja.value.ListValue;
import io.perilune.template.jinja.value.Powers;
import io.perilune.template.jinja.value.Printer;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.TextBuilder;
import io.perilune.template.jinja.value.TupleValue;
import io.perilune.template.jinja.value.UndefinedValue;
import io.perilune.template.jinja.value.Value;
import java.util.ArrayList;
import java.util.List;

/** Evaluates expressions. */
final class Evaluator {
  private final Rendering rendering;

  Evaluator(Rendering rendering) {
    this.rendering = rendering;
  }

  Value evaluate(Expression expression, Scope scope) {
    rendering.budget().enterNode();
    Value value =
        switch (expression) {
          case Expression.Literal(_, Value literal) -> literal;
          case Expression.Name(_, String name) -> variable(name, scope);
          case Expression.ListLiteral(_, List<Expression> elements) ->
              new ListValue(all(elements, scope));
          case Expression.TupleLiteral(_, List<Expression> elements) ->
              new TupleValue(all(elements, scope));
          case Expression.DictLiteral dict -> dict(dict, scope);
          case Expression.Unary unary -> unary(unary, scope);
          case Expression.Binary binary -> binary(binary, scope);
          case Expression.Concatenation concatenation -> concatenate(concatenation, scope);
          case Expression.Comparing comparing -> compare(comparing, scope);
          case Expression.Logical(_, boolean and, Expression left, Expression right) -> {
            Value first = evaluate(left, scope);
            yield Comparison.isTrue(first) == and ? evaluate(right, scope) : first;
          }
          case Expression.Conditional conditional -> conditional(conditional, scope);
          case Expression.Attribute(Position position, Expression owner, String name) -> {
            Value object = evaluate(owner, scope);
            rendering.at(position);
            yield Members.attribute(rendering, object, name);
          }
          case Expression.Item item -> item(item, scope);
          case Expression.Slice slice -> throw misplaced(slice);
          case Expression.Filtered filtered -> filter(filtered, null, scope);
          case Expression.Tested tested -> {
            Value input = evaluate(tested.input(), scope);
            Arguments arguments = arguments(tested.arguments(), scope);
            rendering.at(tested.position());
            yield BoolValue.of(rendering.test(tested.test(), input, arguments));
          }
          case Expression.Call call -> call(call, Arguments.NONE.named(), scope);
        };
    rendering.budget().leaveNode();
    return value;
  }

  boolean isTrue(Expression expression, Scope scope) {
    return Comparison.isTrue(evaluate(expression, scope));
  }

  private static Value variable(String name, Scope scope) {
    Value value = scope.get(name);
    return value == null ? UndefinedValue.variable(name) : value;
  }

  private List<Value> all(List<Expression> expressions, Scope scope) {
    List<Value> values = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      values.add(evaluate(expression, scope));
    }
    return values;
  }

  private Value dict(Expression.DictLiteral literal, Scope scope) {
    // All parts are evaluated before the first key is looked at, as in the reference.
    List<Value> parts = new ArrayList<>(2 * literal.entries().size());
    for (Expression.Pair entry : literal.entries()) {
      parts.add(evaluate(entry.key(), scope));
      parts.add(evaluate(entry.value(), scope));
    }
    DictValue dict = new DictValue();
    for (int i = 0; i < parts.size(); i += 2) {
      dict.put(parts.get(i), parts.get(i + 1), rendering.budget());
    }
    return dict;
  }

  private Value unary(Expression.Unary unary, Scope scope) {
    Value operand = evaluate(unary.operand(), scope);
    rendering.at(unary.position());
    return switch (unary.operator()) {
      case NOT -> BoolValue.of(!Comparison.isTrue(operand));
      case NEGATE -> Arithmetic.negate(operand, rendering.budget());
      case POSITIVE -> Arithmetic.positive(operand);
    };
  }

  private Value binary(Expression.Binary binary, Scope scope) {
    Value left = evaluate(binary.left(), scope);
    Value right = evaluate(binary.right(), scope);
    rendering.at(binary.position());
    return switch (binary.operator()) {
      case ADD -> Arithmetic.add(left, right, rendering.budget());
      case SUBTRACT -> Arithmetic.subtract(left, right, rendering.budget());
      case MULTIPLY -> Arithmetic.multiply(left, right, rendering.budget());
      case DIVIDE -> Arithmetic.divide(left, right, rendering.budget());
      case FLOOR_DIVIDE -> Arithmetic.floorDivide(left, right, rendering.budget());
      case MODULO ->
          left instanceof Text format
              ? PercentFormat.format(rendering, format, right)
              : Arithmetic.modulo(left, right, rendering.budget());
      case POWER -> Powers.power(left, right, rendering.budget());
    };
  }

  private Value concatenate(Expression.Concatenation concatenation, Scope scope) {
    List<Text> parts = new ArrayList<>(concatenation.parts().size());
    boolean markup = false;
    for (Expression expression : concatenation.parts()) {
      Text part = Printer.str(evaluate(expression, scope), rendering.budget());
      markup |= part.isMarkup();
      parts.add(part);
    }
    rendering.at(concatenation.position());
    boolean escape = markup && rendering.autoescape();
    TextBuilder text = new TextBuilder(rendering.budget());
    for (Text part : parts) {
      rendering.budget().scan(part.length());
      text.append(escape ? Html.escape(part, rendering.budget()) : part);
    }
    return text.build().asMarkup(escape);
  }

  private Value compare(Expression.Comparing comparing, Scope scope) {
    Value left = evaluate(comparing.first(), scope);
    for (Expression.Operand operand : comparing.operands()) {
      Value right = evaluate(operand.value(), scope);
      rendering.at(comparing.position());
      if (!compare(operand.operator(), left, right)) {
        return BoolValue.FALSE;
      }
      left = right;
    }
    return BoolValue.TRUE;
  }

  private boolean compare(Expression.ComparisonOperator operator, Value left, Value right) {
    return switch (operator) {
      case EQUAL -> Comparison.equal(left, right, rendering.budget());
      case NOT_EQUAL -> !Comparison.equal(left, right, rendering.budget());
      case LESS -> Comparison.less(left, right, rendering.budget());
      case LESS_OR_EQUAL -> Comparison.lessOrEqual(left, right, rendering.budget());
      case GREATER -> Comparison.greater(left, right, rendering.budget());
      case GREATER_OR_EQUAL -> Comparison.greaterOrEqual(left, right, rendering.budget());
      case IN -> Comparison.contains(right, left, rendering.budget());
      case NOT_IN -> !Comparison.contains(right, left, rendering.budget());
    };
  }

  private Value conditional(Expression.Conditional conditional, Scope scope) {
    if (isTrue(conditional.test(), scope)) {
      return evaluate(conditional.then(), scope);
    }
    return conditional.otherwise() != null
        ? evaluate(conditional.otherwise(), scope)
        : UndefinedValue.because(
            "the inline if-expression evaluated to false and no else section was defined.");
  }

  private Value item(Expression.Item item, Scope scope) {
    Value owner = evaluate(item.owner(), scope);
    if (item.key() instanceof Expression.Slice(_, var start, var stop, var step)) {
      Value from = optional(start, scope);
      Value to = optional(stop, scope);
      Value by = optional(step, scope);
      rendering.at(item.position());
      return Members.slice(rendering, owner, from, to, by);
    }
    Value key = evaluate(item.key(), scope);
    rendering.at(item.position());
    return Members.item(rendering, owner, key);
  }

  private Value optional(Expression expression, Scope scope) {
    return expression == null ? null : evaluate(expression, scope);
  }

  private JinjaException misplaced(Expression.Slice slice) {
    return JinjaException.type("a slice is no value").at(slice.position());
  }

  /** Applies a chain of filters to the text of the block that it belongs to. */
  Value filter(Expression chain, Text blockText, Scope scope) {
    Expression.Filtered filtered = (Expression.Filtered) chain;
    Value input;
    if (filtered.input() == null) {
      input = blockText;
    } else if (filtered.input() instanceof Expression.Filtered inner) {
      rendering.budget().enterNode();
      input = filter(inner, blockText, scope);
      rendering.budget().leaveNode();
    } else {
      input = evaluate(filtered.input(), scope);
    }
    Arguments arguments = arguments(filtered.arguments(), scope);
    rendering.at(filtered.position());
    return rendering.filter(filtered.filter(), input, arguments);
  }

  /**
   * Calls a function.
   *
   * @param additional further named arguments
   */
  Value call(Expression.Call call, DictValue additional, Scope scope) {
    Value function = evaluate(call.function(), scope);
    Arguments arguments = arguments(call.arguments(), scope);
    if (additional.size() > 0) {
      DictValue named = new DictValue();
      named.putAll(arguments.named(), rendering.budget());
      named.putAll(additional, rendering.budget());
      arguments = new Arguments(arguments.positional(), named);
    }
    rendering.at(call.position());
    return rendering.call(function, arguments);
  }

  private Arguments arguments(CallArguments arguments, Scope scope) {
    if (arguments == CallArguments.NONE) {
      return Arguments.NONE;
    }
    List<Value> positional = all(arguments.positional(), scope);
    DictValue named = new DictValue();
    for (Expression.Keyword keyword : arguments.named()) {
      named.put(Text.of(keyword.name()), evaluate(keyword.value(), scope));
    }
    if (arguments.spread() != null) {
      positional.addAll(Iteration.list(evaluate(arguments.spread(), scope), rendering.budget()));
    }
    if (arguments.spreadNamed() != null) {
      spread(evaluate(arguments.spreadNamed(), scope), named);
    }
    return new Arguments(positional, named);
  }

  private void spread(Value mapping, DictValue named) {
    if (!(mapping instanceof DictValue dict)) {
      throw JinjaException.type("argument after ** must be a mapping, not " + mapping.typeName());
    }
    for (DictValue.Entry entry : dict.entries()) {
      if (!(entry.key() instanceof Text name)) {
        throw JinjaException.type("keywords must be strings");
      }
      if (named.get(name, rendering.budget()) != null) {
        throw JinjaException.type(
            "got multiple values for keyword argument '" + name.chars() + "'");
      }
      named.put(name, entry.value());
    }
  }
}
