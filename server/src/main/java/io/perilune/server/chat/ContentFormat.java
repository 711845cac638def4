package io.perilune.server.chat;

import io.perilune.toolcall.json.JsonValue;
import java.util.Objects;

/** What the content of an answer must be. */
public sealed interface ContentFormat {
  /** Any text. */
  record AnyText() implements ContentFormat {}

  /**
   * JSON that is valid against a schema.
   *
   * @param field the path of the schema in the request
   * @param strict whether all of the schema must be enforced; otherwise what cannot be is left out
   */
  record Json(JsonValue schema, String field, boolean strict) implements ContentFormat {
    public Json {
      Objects.requireNonNull(schema, "schema");
      Objects.requireNonNull(field, "field");
    }
  }

  /**
   * A text of a grammar.
   *
   * @param grammar in the notation GBNF
   * @param field the path of the grammar in the request
   */
  record Gbnf(String grammar, String field) implements ContentFormat {
    public Gbnf {
      Objects.requireNonNull(grammar, "grammar");
      Objects.requireNonNull(field, "field");
    }
  }
}
