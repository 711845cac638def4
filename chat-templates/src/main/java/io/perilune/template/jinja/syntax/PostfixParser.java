package io.perilune.template.jinja.syntax;

import io.perilune.template.jinja.error.Position;
import io.perilune.template.jinja.syntax.Expression.CallArguments;
import io.perilune.template.jinja.syntax.Expression.UnaryOperator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Parses what follows a primary expression: attributes, items, calls, filters and tests. */
final class PostfixParser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;

  PostfixParser(TokenStream tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /** Attributes, items and calls. */
  Expression accesses(Expression start) {
    Expression result = start;
    for (int length = 1; ; length++) {
      tokens.checkChain(length);
      if (tokens.isOperator(".")) {
        result = attribute(result);
      } else if (tokens.isOperator("[")) {
        result = item(result);
      } else if (tokens.isOperator("(")) {
        result = call(result);
      } else {
        return result;
      }
    }
  }

  /** Filters and tests, and calls of what they give. */
  Expression filters(Expression start) {
    Expression result = start;
    for (int length = 1; ; length++) {
      tokens.checkChain(length);
      if (tokens.isOperator("|")) {
        result = filter(result);
      } else if (tokens.isName("is")) {
        result = test(result);
      } else if (tokens.isOperator("(")) {
        result = call(result);
      } else {
        return result;
      }
    }
  }

  /** A chain of filters for the text of a block, whose first input is {@code null}. */
  Expression blockFilters() {
    Expression result = filterCall(null);
    while (tokens.isOperator("|")) {
      result = filter(result);
    }
    return result;
  }

  private Expression attribute(Expression owner) {
    Position position = tokens.next().position();
    Token name = tokens.next();
    return switch (name.kind()) {
      case NAME -> new Expression.Attribute(position, owner, name.text());
      case INTEGER ->
          new Expression.Item(
              position, owner, new Expression.Literal(name.position(), name.literal()));
      default -> throw tokens.error("expected name or number", name.position());
    };
  }

  private Expression item(Expression owner) {
    Position position = tokens.next().position();
    List<Expression> keys = new ArrayList<>();
    while (!tokens.isOperator("]")) {
      if (!keys.isEmpty()) {
        tokens.expectOperator(",");
      }
      keys.add(key());
    }
    tokens.expectOperator("]");
    Expression key =
        keys.size() == 1 ? keys.getFirst() : new Expression.TupleLiteral(position, keys);
    return new Expression.Item(position, owner, key);
  }

  private Expression key() {
    Position position = tokens.position();
    Expression start = null;
    if (!tokens.isOperator(":")) {
      start = expressions.expression();
      if (!tokens.isOperator(":")) {
        return start;
      }
    }
    tokens.expectOperator(":");
    Expression stop = endsSlicePart() ? null : expressions.expression();
    Expression step = null;
    if (tokens.skipOperator(":") && !endsSlicePart()) {
      step = expressions.expression();
    }
    return new Expression.Slice(position, start, stop, step);
  }

  private boolean endsSlicePart() {
    return tokens.isOperator(":") || tokens.isOperator("]") || tokens.isOperator(",");
  }

  private Expression filter(Expression input) {
    tokens.next();
    return filterCall(input);
  }

  private Expression filterCall(Expression input) {
    Position position = tokens.position();
    String name = dottedName();
    CallArguments arguments = tokens.isOperator("(") ? arguments() : CallArguments.NONE;
    return new Expression.Filtered(position, input, name, arguments);
  }

  private Expression test(Expression input) {
    Position position = tokens.next().position();
    boolean negated = tokens.skipName("not");
    String name = dottedName();
    CallArguments arguments = CallArguments.NONE;
    if (tokens.isOperator("(")) {
      arguments = arguments();
    } else if (startsTestArgument()) {
      if (tokens.isName("is")) {
        throw tokens.error("You cannot chain multiple tests with is");
      }
      Expression argument = tokens.nested(() -> accesses(expressions.primary()));
      arguments = new CallArguments(List.of(argument), List.of(), null, null);
    }
    Expression test = new Expression.Tested(position, input, name, arguments);
    return negated ? new Expression.Unary(position, UnaryOperator.NOT, test) : test;
  }

  /** Whether the argument of a test follows without brackets. */
  private boolean startsTestArgument() {
    return switch (tokens.current().kind()) {
      case NAME -> !tokens.isName("else") && !tokens.isName("or") && !tokens.isName("and");
      case STRING, INTEGER, FLOAT -> true;
      default -> tokens.isOperator("[") || tokens.isOperator("{");
    };
  }

  private String dottedName() {
    StringBuilder name = new StringBuilder(tokens.expect(Token.Kind.NAME).text());
    while (tokens.skipOperator(".")) {
      name.append('.').append(tokens.expect(Token.Kind.NAME).text());
    }
    return name.toString();
  }

  Expression.Call call(Expression function) {
    return new Expression.Call(tokens.position(), function, arguments());
  }

  private CallArguments arguments() {
    tokens.expectOperator("(");
    List<Expression> positional = new ArrayList<>();
    List<Expression.Keyword> named = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Expression spread = null;
    Expression spreadNamed = null;
    boolean first = true;
    while (!tokens.isOperator(")")) {
      if (!first) {
        tokens.expectOperator(",");
        if (tokens.isOperator(")")) {
          break;
        }
      }
      first = false;
      Position position = tokens.position();
      if (tokens.skipOperator("*")) {
        requireOrder(spread == null && spreadNamed == null, position);
        spread = expressions.expression();
      } else if (tokens.skipOperator("**")) {
        requireOrder(spreadNamed == null, position);
        spreadNamed = expressions.expression();
      } else if (tokens.is(Token.Kind.NAME) && tokens.ahead().isOperator("=")) {
        requireOrder(spreadNamed == null, position);
        String name = tokens.next().text();
        tokens.next();
        if (!names.add(name)) {
          throw tokens.error("keyword argument repeated: " + name, position);
        }
        named.add(new Expression.Keyword(name, expressions.expression()));
      } else {
        requireOrder(spread == null && spreadNamed == null && named.isEmpty(), position);
        positional.add(expressions.expression());
      }
    }
    tokens.expectOperator(")");
    return new CallArguments(positional, named, spread, spreadNamed);
  }

  private void requireOrder(boolean ordered, Position position) {
    if (!ordered) {
      throw tokens.error("invalid syntax for function call expression", position);
    }
  }
}
