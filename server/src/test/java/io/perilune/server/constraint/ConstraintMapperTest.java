package io.perilune.server.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.constraint.ConstraintMatcher;
import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConstraintMapperTest {
  private static final OutputConstraints CONSTRAINTS = new OutputConstraints(new ByteVocabulary());

  private static ConstraintMatcher matcher(Constraint constraint) {
    return CONSTRAINTS.compile(constraint).orElseThrow().newMatcher();
  }

  /** Whether a text is taken; it need not be complete. */
  private static boolean takes(ConstraintMatcher matcher, String text) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (!matcher.accept(b & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  @Property(tries = 500)
  void aTextEndsWhereItsEndComesFirst(@ForAll("few") String end, @ForAll("many") String text) {
    if (end.isEmpty()) {
      return;
    }
    ConstraintMatcher matcher = matcher(new Constraint.TextUntil(end));
    int at = text.indexOf(end);
    assertEquals(at < 0 || at + end.length() == text.length(), takes(matcher, text));
    if (at < 0 || at + end.length() == text.length()) {
      assertEquals(at >= 0, matcher.exhausted());
    }
  }

  @Provide
  Arbitrary<String> few() {
    return Arbitraries.strings().withChars("abé").ofMaxLength(5);
  }

  @Provide
  Arbitrary<String> many() {
    return Arbitraries.strings().withChars("abé").ofMaxLength(30);
  }

  @Example
  void grammarsKeepTheirOwnRules() {
    Constraint both =
        new Constraint.Sequence(
            List.of(
                new Constraint.Gbnf("root ::= x\nx ::= \"a\""),
                new Constraint.Gbnf("root ::= x x\nx ::= \"b\""),
                new Constraint.Gbnf("root ::= x\nx ::= \"a\"")));
    ConstraintMatcher matcher = matcher(both);
    assertTrue(takes(matcher, "abba"));
    assertTrue(matcher.exhausted());
    assertFalse(takes(matcher(both), "aa"));
  }

  @Example
  void variablesAreTextsOfAnyLength() {
    for (String text : List.of("", "7", "a text of more than sixteen bytes")) {
      ConstraintMatcher matcher =
          matcher(
              new Constraint.Sequence(
                  List.of(
                      new Constraint.Literal("<"),
                      new Constraint.Variable(text),
                      new Constraint.Literal(">"),
                      new Constraint.Variable(text))));
      assertTrue(takes(matcher, "<" + text + ">" + text), text);
      assertTrue(matcher.exhausted(), text);
    }
  }

  @Example
  void membersAreInTheOrderOfTheirOwnSchema() {
    JsonValue first = JsonReader.read(schema("\"a\": {}, \"b\": {}"));
    JsonValue second = JsonReader.read(schema("\"b\": {}, \"a\": {}"));
    assertEquals(first, second);
    assertTrue(takes(matcher(new Constraint.Json(first)), "{\"a\":1,\"b\":1}"));
    assertTrue(takes(matcher(new Constraint.Json(second)), "{\"b\":1,\"a\":1}"));
    JsonValue both =
        JsonReader.read(
            schema(
                "\"x\": "
                    + schema("\"a\": {}, \"b\": {}")
                    + ", \"y\": "
                    + schema("\"b\": {}, \"a\": {}")));
    assertTrue(
        takes(
            matcher(new Constraint.Json(both)),
            "{\"x\":{\"a\":1,\"b\":1},\"y\":{\"b\":1,\"a\":1}}"));
  }

  @Example
  void schemasAreKnownAgain() {
    SchemaGrammars grammars = new SchemaGrammars();
    JsonValue schema = JsonReader.read(schema("\"a\": {}, \"b\": {}"));
    assertSame(grammars.of(schema), grammars.of(JsonReader.read(schema("\"a\": {}, \"b\": {}"))));
    assertNotSame(
        grammars.of(schema), grammars.of(JsonReader.read(schema("\"b\": {}, \"a\": {}"))));
  }

  private static String schema(String properties) {
    return "{\"type\": \"object\", \"additionalProperties\": false, \"required\": [],"
        + " \"properties\": {"
        + properties
        + "}}";
  }
}
