package io.perilune.template.jinja.syntax;

import io.perilune.template.jinja.budget.Limits;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.error.Position;
import io.perilune.template.jinja.value.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Parses statements, and with them whole templates. */
public final class TemplateParser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final TargetParser targets;
  private final Set<String> blockNames = new HashSet<>();

  private TemplateParser(TokenStream tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
    this.targets = new TargetParser(tokens);
  }

  /**
   * Parses a template.
   *
   * @throws JinjaException if the source is not one or is too large
   */
  public static List<Statement> parse(String source, Vocabulary vocabulary) {
    if (source.length() > Limits.TEMPLATE_CHARS) {
      throw new JinjaException(
          ErrorKind.LIMIT,
          "The template has more than " + Limits.TEMPLATE_CHARS + " characters",
          new Position(1, 1));
    }
    TemplateParser parser = new TemplateParser(new TokenStream(Lexer.tokenize(source)));
    List<Statement> statements = parser.body(null);
    StaticChecks.check(statements, vocabulary);
    return statements;
  }

  /**
   * Statements up to a tag that ends them, which is left with its name as the current token.
   *
   * @param block the enclosing tag, or {@code null} for the whole template
   * @param endTags names of tags that end the body
   */
  private List<Statement> body(Token block, String... endTags) {
    List<Statement> statements = new ArrayList<>();
    while (true) {
      Position position = tokens.position();
      switch (tokens.current().kind()) {
        case DATA -> statements.add(new Statement.Literal(position, Text.of(tokens.next().text())));
        case PRINT_BEGIN -> {
          tokens.next();
          statements.add(new Statement.Print(position, expressions.tuple()));
          tokens.expect(Token.Kind.PRINT_END);
        }
        case BLOCK_BEGIN -> {
          tokens.next();
          if (endsBody(endTags)) {
            return statements;
          }
          statements.add(tokens.nested(() -> statement(block, endTags)));
        }
        default -> {
          if (block != null) {
            throw unclosed(block, endTags);
          }
          return statements;
        }
      }
    }
  }

  private boolean endsBody(String... endTags) {
    for (String tag : endTags) {
      if (tokens.isName(tag)) {
        return true;
      }
    }
    return false;
  }

  /** A body whose only end is this tag, which is consumed. */
  private List<Statement> bodyTo(Token block, String endTag) {
    endBlock();
    List<Statement> statements = body(block, endTag);
    tokens.next();
    return statements;
  }

  private void endBlock() {
    tokens.expect(Token.Kind.BLOCK_END);
  }

  private Statement statement(Token block, String... endTags) {
    if (!tokens.is(Token.Kind.NAME)) {
      throw tokens.error("tag name expected");
    }
    Token tag = tokens.next();
    Position position = tag.position();
    Statement statement =
        switch (tag.text()) {
          case "if" -> ifStatement(tag);
          case "for" -> forStatement(tag);
          case "set" -> set(tag);
          case "print" -> print(position);
          case "macro" -> macro(tag);
          case "call" -> callBlock(tag);
          case "filter" -> {
            Expression filter = expressions.postfix().blockFilters();
            yield new Statement.FilterBlock(position, filter, bodyTo(tag, "endfilter"));
          }
          case "with" -> with(tag);
          case "block" -> block(tag);
          case "autoescape" -> {
            Expression enabled = expressions.expression();
            yield new Statement.Autoescape(position, enabled, bodyTo(tag, "endautoescape"));
          }
          case "generation" -> new Statement.Generation(position, bodyTo(tag, "endgeneration"));
          case "break" -> new Statement.Break(position);
          case "continue" -> new Statement.Continue(position);
          case "include", "import", "from", "extends" -> load(position);
          default -> throw unknownTag(tag, block, endTags);
        };
    endBlock();
    return statement;
  }

  private Statement print(Position position) {
    List<Expression> values = new ArrayList<>();
    while (!tokens.is(Token.Kind.BLOCK_END)) {
      if (!values.isEmpty()) {
        tokens.expectOperator(",");
      }
      values.add(expressions.expression());
    }
    return new Statement.Print(position, new Expression.Concatenation(position, values));
  }

  private Statement ifStatement(Token tag) {
    List<Statement.If> branches = new ArrayList<>();
    Token next = tag;
    do {
      Position position = next.position();
      Expression test = expressions.tuple(expressions::withoutConditional, false);
      endBlock();
      List<Statement> then = body(tag, "elif", "else", "endif");
      branches.add(new Statement.If(position, test, then, List.of()));
      tokens.checkChain(branches.size());
      next = tokens.next();
    } while (next.text().equals("elif"));
    List<Statement> otherwise = next.text().equals("else") ? bodyTo(tag, "endif") : List.of();
    for (Statement.If branch : branches.reversed()) {
      otherwise =
          List.of(new Statement.If(branch.position(), branch.test(), branch.then(), otherwise));
    }
    return otherwise.getFirst();
  }

  private Statement forStatement(Token tag) {
    Statement.Target target = targets.target(false);
    tokens.expectName("in");
    Expression iterable =
        expressions.tuple(() -> tokens.nested(expressions::withoutConditional), false);
    Expression condition = tokens.skipName("if") ? expressions.expression() : null;
    boolean recursive = tokens.skipName("recursive");
    endBlock();
    List<Statement> body = body(tag, "endfor", "else");
    List<Statement> otherwise =
        tokens.next().text().equals("else") ? bodyTo(tag, "endfor") : List.of();
    return new Statement.For(
        tag.position(), target, iterable, condition, recursive, body, otherwise);
  }

  private Statement set(Token tag) {
    Statement.Target target = targets.target(true);
    if (tokens.skipOperator("=")) {
      return new Statement.Set(tag.position(), target, expressions.tuple());
    }
    Expression filter = tokens.skipOperator("|") ? expressions.postfix().blockFilters() : null;
    return new Statement.SetBlock(tag.position(), target, filter, bodyTo(tag, "endset"));
  }

  private Statement macro(Token tag) {
    String name = targets.name();
    List<Statement.Parameter> parameters = parameters();
    List<Statement> body = bodyTo(tag, "endmacro");
    return new Statement.Macro(tag.position(), name, procedure(tag, parameters, body));
  }

  private Statement callBlock(Token tag) {
    List<Statement.Parameter> parameters = tokens.isOperator("(") ? parameters() : List.of();
    Position position = tokens.position();
    if (!(expressions.expression() instanceof Expression.Call call)) {
      throw tokens.error("expected call", position);
    }
    List<Statement> body = bodyTo(tag, "endcall");
    return new Statement.CallBlock(tag.position(), call, procedure(tag, parameters, body));
  }

  private Statement.Procedure procedure(
      Token tag, List<Statement.Parameter> parameters, List<Statement> body) {
    Set<String> names = ReadNames.of(body);
    boolean usesCaller = names.contains("caller");
    for (Statement.Parameter parameter : parameters) {
      if (usesCaller && parameter.name().equals("caller") && parameter.fallback() == null) {
        throw tokens.error(
            "When defining macros or call blocks the special \"caller\" argument must be omitted"
                + " or be given a default.",
            tag.position());
      }
    }
    return new Statement.Procedure(
        parameters, body, usesCaller, names.contains("varargs"), names.contains("kwargs"));
  }

  private List<Statement.Parameter> parameters() {
    List<Statement.Parameter> parameters = new ArrayList<>();
    Set<String> names = new HashSet<>();
    boolean optional = false;
    tokens.expectOperator("(");
    while (!tokens.isOperator(")")) {
      if (!parameters.isEmpty()) {
        tokens.expectOperator(",");
      }
      Position position = tokens.position();
      String name = targets.name();
      Expression fallback = tokens.skipOperator("=") ? expressions.expression() : null;
      if (optional && fallback == null) {
        throw tokens.error("non-default argument follows default argument", position);
      }
      if (!names.add(name)) {
        throw tokens.error("duplicate argument '" + name + "'", position);
      }
      optional |= fallback != null;
      parameters.add(new Statement.Parameter(name, fallback));
    }
    tokens.expectOperator(")");
    return parameters;
  }

  private Statement with(Token tag) {
    List<Statement.Binding> bindings = new ArrayList<>();
    while (!tokens.is(Token.Kind.BLOCK_END)) {
      if (!bindings.isEmpty()) {
        tokens.expectOperator(",");
      }
      Statement.Target target = new Statement.NameTarget(targets.name());
      tokens.expectOperator("=");
      bindings.add(new Statement.Binding(target, expressions.expression()));
    }
    return new Statement.With(tag.position(), bindings, bodyTo(tag, "endwith"));
  }

  private Statement block(Token tag) {
    Token name = tokens.expect(Token.Kind.NAME);
    if (!blockNames.add(name.text())) {
      throw tokens.error("block '" + name.text() + "' defined twice", tag.position());
    }
    tokens.skipName("scoped");
    tokens.skipName("required");
    List<Statement> body = bodyTo(tag, "endblock");
    tokens.skipName(name.text());
    return new Statement.Block(tag.position(), name.text(), body);
  }

  private Statement load(Position position) {
    expressions.expression();
    while (!tokens.is(Token.Kind.BLOCK_END) && !tokens.is(Token.Kind.END)) {
      tokens.next();
    }
    return new Statement.Load(position);
  }

  private JinjaException unclosed(Token block, String... endTags) {
    return tokens.error(
        "Unexpected end of template. Jinja was looking for the following tags: "
            + alternatives(endTags)
            + ". The innermost block that needs to be closed is '"
            + block.text()
            + "'.");
  }

  private JinjaException unknownTag(Token tag, Token block, String... endTags) {
    String reason = "Encountered unknown tag '" + tag.text() + "'.";
    if (block != null) {
      reason +=
          " Jinja was looking for the following tags: "
              + alternatives(endTags)
              + ". The innermost block that needs to be closed is '"
              + block.text()
              + "'.";
    }
    return tokens.error(reason, tag.position());
  }

  private static String alternatives(String... tags) {
    return "'" + String.join("' or '", tags) + "'";
  }
}
