package io.perilune.template.jinja.syntax;

import io.perilune.template.jinja.error.Position;
import java.util.ArrayList;
import java.util.List;

/** Parses what is assigned to: names, {@code namespace.attribute}, tuples of them. */
final class TargetParser {
  private final TokenStream tokens;

  TargetParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /**
   * A target.
   *
   * @param attributes whether attributes of namespaces are allowed
   */
  Statement.Target target(boolean attributes) {
    return tokens.nested(() -> targets(attributes, false));
  }

  /** The name of a macro or of a variable that a tag declares. */
  String name() {
    Token token = tokens.expect(Token.Kind.NAME);
    requireAssignable(token);
    return token.text();
  }

  private Statement.Target targets(boolean attributes, boolean inBrackets) {
    Position position = tokens.position();
    List<Statement.Target> targets = new ArrayList<>();
    boolean isTuple = false;
    while (!ends()) {
      targets.add(single(attributes));
      if (!tokens.skipOperator(",")) {
        break;
      }
      isTuple = true;
    }
    if (!isTuple && !targets.isEmpty()) {
      return targets.getFirst();
    }
    if (!isTuple && !inBrackets) {
      throw tokens.error("Expected an expression, got '" + tokens.current().describe() + "'");
    }
    return new Statement.TupleTarget(position, targets);
  }

  private boolean ends() {
    return tokens.is(Token.Kind.BLOCK_END) || tokens.isOperator(")");
  }

  private Statement.Target single(boolean attributes) {
    Position position = tokens.position();
    if (tokens.skipOperator("(")) {
      Statement.Target inner = tokens.nested(() -> targets(attributes, true));
      tokens.expectOperator(")");
      return inner;
    }
    if (!tokens.is(Token.Kind.NAME)) {
      throw cannotAssign();
    }
    Token name = tokens.next();
    if (attributes && tokens.skipOperator(".")) {
      String attribute = tokens.expect(Token.Kind.NAME).text();
      return new Statement.AttributeTarget(position, name.text(), attribute);
    }
    requireAssignable(name);
    return new Statement.NameTarget(name.text());
  }

  private void requireAssignable(Token name) {
    switch (name.text()) {
      case "true", "True", "false", "False", "none", "None" ->
          throw tokens.error("can't assign to 'const'", name.position());
      default -> {}
    }
  }

  private RuntimeException cannotAssign() {
    return switch (tokens.current().kind()) {
      case STRING, INTEGER, FLOAT -> tokens.error("can't assign to 'const'");
      default ->
          tokens.isOperator("[") || tokens.isOperator("{")
              ? tokens.error("can't assign to '" + tokens.current().text() + "'")
              : tokens.error("unexpected '" + tokens.current().describe() + "'");
    };
  }
}
