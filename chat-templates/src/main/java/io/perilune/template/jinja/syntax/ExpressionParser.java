package io.perilune.template.jinja.syntax;

import io.perilune.template.jinja.error.Position;
import io.perilune.template.jinja.syntax.Expression.BinaryOperator;
import io.perilune.template.jinja.syntax.Expression.ComparisonOperator;
import io.perilune.template.jinja.syntax.Expression.UnaryOperator;
import io.perilune.template.jinja.value.BoolValue;
import io.perilune.template.jinja.value.NoneValue;
import io.perilune.template.jinja.value.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Parses operators and literals. The precedence, loosest first: {@code if else}, {@code or}, {@code
 * and}, {@code not}, comparisons, {@code + -}, {@code ~}, {@code * / // %}, {@code **} (to the
 * left), unary minus, then what {@link PostfixParser} reads.
 */
final class ExpressionParser {
  private static final Map<String, ComparisonOperator> COMPARISONS =
      Map.of(
          "==", ComparisonOperator.EQUAL,
          "!=", ComparisonOperator.NOT_EQUAL,
          "<", ComparisonOperator.LESS,
          "<=", ComparisonOperator.LESS_OR_EQUAL,
          ">", ComparisonOperator.GREATER,
          ">=", ComparisonOperator.GREATER_OR_EQUAL);

  private static final Map<String, BinaryOperator> SUMS =
      Map.of("+", BinaryOperator.ADD, "-", BinaryOperator.SUBTRACT);

  private static final Map<String, BinaryOperator> PRODUCTS =
      Map.of(
          "*", BinaryOperator.MULTIPLY,
          "/", BinaryOperator.DIVIDE,
          "//", BinaryOperator.FLOOR_DIVIDE,
          "%", BinaryOperator.MODULO);

  private static final Map<String, BinaryOperator> POWERS = Map.of("**", BinaryOperator.POWER);

  private final TokenStream tokens;
  private final PostfixParser postfix;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
    this.postfix = new PostfixParser(tokens, this);
  }

  PostfixParser postfix() {
    return postfix;
  }

  Expression expression() {
    return tokens.nested(this::conditional);
  }

  private Expression conditional() {
    Position position = tokens.position();
    Expression value = withoutConditional();
    int length = 0;
    while (tokens.skipName("if")) {
      tokens.checkChain(++length);
      Expression test = withoutConditional();
      Expression otherwise = tokens.skipName("else") ? expression() : null;
      value = new Expression.Conditional(position, test, value, otherwise);
    }
    return value;
  }

  /** An expression that is not {@code a if b}, as after {@code for x in}. */
  Expression withoutConditional() {
    return logical("or", () -> logical("and", this::not));
  }

  private Expression logical(String keyword, Supplier<Expression> operand) {
    Expression left = operand.get();
    int length = 0;
    while (tokens.isName(keyword)) {
      tokens.checkChain(++length);
      Position position = tokens.next().position();
      left = new Expression.Logical(position, keyword.equals("and"), left, operand.get());
    }
    return left;
  }

  private Expression not() {
    if (!tokens.isName("not")) {
      return comparison();
    }
    Position position = tokens.next().position();
    return new Expression.Unary(position, UnaryOperator.NOT, tokens.nested(this::not));
  }

  private Expression comparison() {
    Position position = tokens.position();
    Expression first = sum();
    List<Expression.Operand> operands = new ArrayList<>();
    while (true) {
      ComparisonOperator operator = comparisonOperator();
      if (operator == null) {
        return operands.isEmpty() ? first : new Expression.Comparing(position, first, operands);
      }
      operands.add(new Expression.Operand(operator, sum()));
    }
  }

  private ComparisonOperator comparisonOperator() {
    if (tokens.is(Token.Kind.OPERATOR)) {
      ComparisonOperator operator = COMPARISONS.get(tokens.current().text());
      if (operator != null) {
        tokens.next();
      }
      return operator;
    }
    if (tokens.skipName("in")) {
      return ComparisonOperator.IN;
    }
    if (tokens.isName("not") && tokens.ahead().isName("in")) {
      tokens.next();
      tokens.next();
      return ComparisonOperator.NOT_IN;
    }
    return null;
  }

  private Expression sum() {
    return binary(SUMS, this::concatenation);
  }

  private Expression concatenation() {
    Position position = tokens.position();
    Expression first = product();
    if (!tokens.isOperator("~")) {
      return first;
    }
    List<Expression> parts = new ArrayList<>();
    parts.add(first);
    while (tokens.skipOperator("~")) {
      parts.add(product());
    }
    return new Expression.Concatenation(position, parts);
  }

  private Expression product() {
    return binary(PRODUCTS, () -> binary(POWERS, () -> unary(true)));
  }

  private Expression binary(Map<String, BinaryOperator> operators, Supplier<Expression> operand) {
    Expression left = operand.get();
    int length = 0;
    while (tokens.is(Token.Kind.OPERATOR) && operators.containsKey(tokens.current().text())) {
      tokens.checkChain(++length);
      Token operator = tokens.next();
      left =
          new Expression.Binary(
              operator.position(), operators.get(operator.text()), left, operand.get());
    }
    return left;
  }

  /**
   * A signed or primary expression with what follows it.
   *
   * @param filters whether filters, tests and calls may follow; not behind a sign, which binds
   *     tighter
   */
  private Expression unary(boolean filters) {
    Position position = tokens.position();
    Expression operand;
    if (tokens.skipOperator("-")) {
      Expression inner = tokens.nested(() -> unary(false));
      operand = new Expression.Unary(position, UnaryOperator.NEGATE, inner);
    } else if (tokens.skipOperator("+")) {
      Expression inner = tokens.nested(() -> unary(false));
      operand = new Expression.Unary(position, UnaryOperator.POSITIVE, inner);
    } else {
      operand = primary();
    }
    operand = postfix.accesses(operand);
    return filters ? postfix.filters(operand) : operand;
  }

  /** A literal, a name or an expression in brackets. */
  Expression primary() {
    Token token = tokens.current();
    Position position = token.position();
    switch (token.kind()) {
      case NAME -> {
        tokens.next();
        return name(token);
      }
      case STRING -> {
        StringBuilder value = new StringBuilder();
        while (tokens.is(Token.Kind.STRING)) {
          value.append(((Text) tokens.next().literal()).chars());
        }
        return new Expression.Literal(position, Text.of(value.toString()));
      }
      case INTEGER, FLOAT -> {
        tokens.next();
        return new Expression.Literal(position, token.literal());
      }
      default -> {
        if (tokens.skipOperator("(")) {
          Expression inner = tuple(this::expression, true);
          tokens.expectOperator(")");
          return inner;
        }
        if (tokens.skipOperator("[")) {
          return new Expression.ListLiteral(position, list("]"));
        }
        if (tokens.skipOperator("{")) {
          return dict(position);
        }
        throw tokens.error("unexpected '" + token.describe() + "'");
      }
    }
  }

  private static Expression name(Token token) {
    Position position = token.position();
    return switch (token.text()) {
      case "true", "True" -> new Expression.Literal(position, BoolValue.TRUE);
      case "false", "False" -> new Expression.Literal(position, BoolValue.FALSE);
      case "none", "None" -> new Expression.Literal(position, NoneValue.NONE);
      default -> new Expression.Name(position, token.text());
    };
  }

  /** One expression, or several with commas, which make a tuple. */
  Expression tuple() {
    return tuple(this::expression, false);
  }

  /**
   * One expression, or several with commas, which make a tuple.
   *
   * @param mayBeEmpty whether nothing at all is the empty tuple
   */
  Expression tuple(Supplier<Expression> element, boolean mayBeEmpty) {
    Position position = tokens.position();
    List<Expression> elements = new ArrayList<>();
    boolean isTuple = false;
    while (!endsTuple()) {
      elements.add(element.get());
      if (!tokens.skipOperator(",")) {
        break;
      }
      isTuple = true;
    }
    if (!isTuple && !elements.isEmpty()) {
      return elements.getFirst();
    }
    if (!isTuple && !mayBeEmpty) {
      throw tokens.error("Expected an expression, got '" + tokens.current().describe() + "'");
    }
    return new Expression.TupleLiteral(position, elements);
  }

  private boolean endsTuple() {
    return tokens.is(Token.Kind.PRINT_END)
        || tokens.is(Token.Kind.BLOCK_END)
        || tokens.isOperator(")");
  }

  private List<Expression> list(String close) {
    List<Expression> elements = new ArrayList<>();
    while (!tokens.isOperator(close)) {
      if (!elements.isEmpty()) {
        tokens.expectOperator(",");
        if (tokens.isOperator(close)) {
          break;
        }
      }
      elements.add(expression());
    }
    tokens.expectOperator(close);
    return elements;
  }

  private Expression dict(Position position) {
    List<Expression.Pair> entries = new ArrayList<>();
    while (!tokens.isOperator("}")) {
      if (!entries.isEmpty()) {
        tokens.expectOperator(",");
        if (tokens.isOperator("}")) {
          break;
        }
      }
      Expression key = expression();
      tokens.expectOperator(":");
      entries.add(new Expression.Pair(key, expression()));
    }
    tokens.expectOperator("}");
    return new Expression.DictLiteral(position, entries);
  }
}
