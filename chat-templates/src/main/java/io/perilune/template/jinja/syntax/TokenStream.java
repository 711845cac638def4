package io.perilune.template.jinja.syntax;

import io.perilune.template.jinja.budget.Limits;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.error.Position;
import java.util.List;
import java.util.function.Supplier;

/** The tokens of a template with a reading position, and the parsers' common depth limit. */
final class TokenStream {
  private final List<Token> tokens;
  private int index;
  private int depth;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token current() {
    return tokens.get(index);
  }

  /** The token after the current one. */
  Token ahead() {
    return tokens.get(Math.min(index + 1, tokens.size() - 1));
  }

  Position position() {
    return current().position();
  }

  /** Returns the current token and goes on to the next. */
  Token next() {
    Token token = current();
    if (index < tokens.size() - 1) {
      index++;
    }
    return token;
  }

  boolean isOperator(String operator) {
    return current().isOperator(operator);
  }

  boolean isName(String name) {
    return current().isName(name);
  }

  boolean is(Token.Kind kind) {
    return current().kind() == kind;
  }

  boolean skipOperator(String operator) {
    boolean found = isOperator(operator);
    if (found) {
      next();
    }
    return found;
  }

  boolean skipName(String name) {
    boolean found = isName(name);
    if (found) {
      next();
    }
    return found;
  }

  Token expect(Token.Kind kind) {
    if (!is(kind)) {
      throw expected(kind == Token.Kind.BLOCK_END ? "end of statement block" : wanted(kind));
    }
    return next();
  }

  void expectOperator(String operator) {
    if (!skipOperator(operator)) {
      throw expected(operator);
    }
  }

  void expectName(String name) {
    if (!skipName(name)) {
      throw expected(name);
    }
  }

  JinjaException error(String reason) {
    return error(reason, position());
  }

  JinjaException error(String reason, Position position) {
    return new JinjaException(ErrorKind.SYNTAX, reason, position);
  }

  /** Parses something that may hold more of its kind. */
  <T> T nested(Supplier<T> parse) {
    if (++depth > Limits.PARSER_DEPTH) {
      throw new JinjaException(
          ErrorKind.LIMIT,
          "The template nests more than " + Limits.PARSER_DEPTH + " expressions or blocks",
          position());
    }
    T result = parse.get();
    depth--;
    return result;
  }

  /** Checks a number of operators in a row, each of which nests one level in the tree. */
  void checkChain(int length) {
    if (length > Limits.CHAIN_LENGTH) {
      throw new JinjaException(
          ErrorKind.LIMIT,
          "The template has more than " + Limits.CHAIN_LENGTH + " operators in a row",
          position());
    }
  }

  private JinjaException expected(String what) {
    if (is(Token.Kind.END)) {
      return error("unexpected end of template, expected '" + what + "'.");
    }
    return error("expected token '" + what + "', got '" + current().describe() + "'");
  }

  private static String wanted(Token.Kind kind) {
    return switch (kind) {
      case NAME -> "name";
      case PRINT_END -> "end of print statement";
      default -> kind.name();
    };
  }
}
