package io.perilune.template.jinja.syntax;

import io.perilune.template.jinja.error.Position;
import io.perilune.template.jinja.value.Value;

/**
 * A piece of a template's source.
 *
 * @param text what the source says; of {@link Kind#DATA} after white space control
 * @param literal the value of a number or string, else {@code null}
 */
record Token(Kind kind, String text, Value literal, Position position) {
  enum Kind {
    DATA,
    PRINT_BEGIN("begin of print statement"),
    PRINT_END("end of print statement"),
    BLOCK_BEGIN("begin of statement block"),
    BLOCK_END("end of statement block"),
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END("end of template");

    private final String description;

    Kind() {
      this(null);
    }

    Kind(String description) {
      this.description = description;
    }
  }

  boolean isOperator(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  boolean isName(String name) {
    return kind == Kind.NAME && text.equals(name);
  }

  /** How an error message calls this token. */
  String describe() {
    return kind.description != null ? kind.description : text;
  }
}
