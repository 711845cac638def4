package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.Grammar;
import io.perilune.inference.constraint.GrammarException;
import io.perilune.inference.constraint.Pattern;
import io.perilune.toolcall.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * The grammar of the JSON texts that are valid against a schema.
 *
 * <p>Every text of the grammar is valid, and every valid value has a text in it, save for what
 * {@code problems} says and for these: members come in the declared order; whole numbers have no
 * point and no exponent, numbers in a range no exponent; numbers have at most {@value
 * SchemaLimits#INTEGER_DIGITS_MAX} digits before and {@value SchemaLimits#FRACTION_DIGITS_MAX}
 * after the point; strings with a pattern or format, and names of members, have no needless
 * escapes; blanks are those of {@link JsonRules}.
 *
 * @param grammar of the texts; where the schema cannot be enforced, of all JSON values of its type
 * @param size the size of the grammar in parts
 * @param problems what of the schema is not enforced
 */
public record JsonSchemaGrammar(Grammar grammar, int size, List<SchemaProblem> problems) {
  private static final String ROOT = "root";

  public JsonSchemaGrammar {
    problems = List.copyOf(problems);
  }

  /**
   * Makes the grammar of a schema.
   *
   * @param prefix what the names of its own rules begin with; those of {@link JsonRules} are the
   *     same in all grammars
   */
  public static JsonSchemaGrammar of(JsonValue schema, String prefix) {
    Problems problems = new Problems();
    if (!(schema instanceof JsonValue.JsonObject || schema instanceof JsonValue.JsonBoolean)) {
      problems.invalid("", "schema", "must be an object, true or false");
      return of(new RuleSet(prefix), JsonRules.VALUE, prefix, problems);
    }
    try {
      RuleSet rules = new RuleSet(prefix);
      Alternatives alternatives = new Alternatives(new References(schema), problems);
      Optional<Pattern> root =
          new ValueRules(rules, alternatives, problems).of(Conjunction.of(schema, ""));
      if (root.isPresent()) {
        return of(rules, root.get(), prefix, problems);
      }
      problems.invalid("", "schema", "has no valid value at all");
    } catch (SchemaTooLargeException e) {
      problems.invalid("", "schema", "is too large or nested too deeply");
    } catch (GrammarException e) {
      problems.invalid("", "schema", "cannot be enforced: " + e.getMessage());
    }
    return anyOfDeclaredType(schema, prefix, problems.all());
  }

  /** The grammar of all values of a schema's type, for a schema that has to be given up. */
  public static JsonSchemaGrammar anyOfDeclaredType(
      JsonValue schema, String prefix, List<SchemaProblem> problems) {
    boolean object =
        schema instanceof JsonValue.JsonObject members
            && new JsonValue.JsonString("object").equals(members.get("type"));
    Pattern root = object ? JsonRules.OBJECT : JsonRules.VALUE;
    RuleSet rules = new RuleSet(prefix);
    return new JsonSchemaGrammar(grammar(rules, root, prefix), rules.size(), problems);
  }

  private static JsonSchemaGrammar of(
      RuleSet rules, Pattern root, String prefix, Problems problems) {
    return new JsonSchemaGrammar(grammar(rules, root, prefix), rules.size(), problems.all());
  }

  private static Grammar grammar(RuleSet rules, Pattern root, String prefix) {
    rules.addShared(JsonRules.all());
    rules.define(prefix + ROOT, ROOT, root);
    return new Grammar(rules.rules(), prefix + ROOT);
  }
}
