package io.perilune.server.constraint.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.json.JsonReader;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSchemaGrammarTest {
  private static final String PEOPLE =
      """
      {"type": "object", "properties": {
         "name": {"type": "string"}, "age": {"type": "integer"}, "tags": {"type": "array"}},
       "required": ["age"], "additionalProperties": false}""";

  @Test
  @Timeout(10)
  void comparesLongListsOfValuesInTimeThatGrowsWithTheirLength() {
    String none = "{\"allOf\": [" + listed("Aa", "BB") + ", " + listed("AaC", "BBC") + "]}";
    assertEquals(
        List.of("has no valid value at all"),
        JsonSchemaGrammar.of(JsonReader.read(none), "s-").problems().stream()
            .map(SchemaProblem::reason)
            .toList());
  }

  /** 2^16 texts with one hash code, made of 16 of these pieces each. */
  private static String listed(String one, String other) {
    return IntStream.range(0, 1 << 16)
        .mapToObj(
            bits ->
                IntStream.range(0, 16)
                    .mapToObj(i -> (bits >> i & 1) == 0 ? one : other)
                    .collect(Collectors.joining("", "\"", "\"")))
        .collect(Collectors.joining(", ", "{\"enum\": [", "]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"A\",\"age\":1,\"tags\":[]}",
        "{\"name\": \"A\", \"age\": 1}",
        "{\"age\": 1, \"tags\": [1, \"two\", null]}",
        "{ \"age\": 1 }",
        "{\n  \"age\": 1,\n  \"tags\": [\n    1,\n    2\n  ]\n}",
      })
  void takesMembersInOrderWithAnyOptionalOnesLeftOut(String text) {
    assertTrue(accepts(PEOPLE, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\": \"A\"}",
        "{\"age\": 1, \"name\": \"A\"}",
        "{\"age\": 1, \"more\": 2}",
        "{\"age\": 1, }",
        "{\"age\":  1}",
        "{\"age\" : 1}",
        "{\"age\": 1}\n",
        "{\n\n\"age\": 1}",
        "{\"age\": 1, \"age\": 2}",
      })
  void refusesOtherObjectsAndEndlessBlanks(String text) {
    assertEquals(false, accepts(PEOPLE, text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"type\": \"integer\", \"minimum\": 0, \"maximum\": 9007199254740991} | 9007199254740991 | 9007199254740992",
        "{\"type\": \"integer\", \"exclusiveMinimum\": 0} | 1 | 0",
        "{\"type\": \"integer\", \"minimum\": -12, \"maximum\": -3} | -12 | -2",
        "{\"type\": \"integer\", \"minimum\": 1, \"exclusiveMinimum\": true} | 2 | 1",
        "{\"type\": \"integer\", \"multipleOf\": 7} | 343 | 344",
        "{\"type\": \"number\", \"minimum\": 0.25, \"exclusiveMaximum\": 1} | 0.2501 | 1.0",
        "{\"type\": \"number\", \"minimum\": -0.5} | -0.5 | -0.51",
        "{\"type\": \"number\", \"minimum\": 0} | 1e-7 | -1",
        "{\"type\": \"string\", \"maxLength\": 2} | \"a\\u00e4\" | \"abc\"",
        "{\"type\": \"string\"} | \"\\ud83d\\ude00\" | \"\\ud83d\"",
        "{\"type\": \"string\", \"pattern\": \"^[A-Z]{2}[0-9]+$\", \"maxLength\": 4} | \"AB12\" | \"AB123\"",
        "{\"type\": \"string\", \"pattern\": \"b+\"} | \"abba\" | \"aa\"",
        "{\"type\": \"string\", \"format\": \"email\"} | \"a.b@example.com\" | \"a@\"",
        "{\"type\": \"string\", \"format\": \"uri\"} | \"https://example.com:80/a/b?q=1#f\" | \"example\"",
        "{\"type\": \"string\", \"format\": \"date-time\"} | \"2024-01-31T23:59:59-00:00\" | \"2024-01-31T23:59:59-24:00\"",
        "{\"type\": \"string\", \"format\": \"color\"} | \"red\" | 1",
        "{\"type\": [\"string\", \"null\"]} | null | 1",
        "{\"type\": \"string\", \"nullable\": true} | null | 1",
        "{\"enum\": [\"left\", \"right\", 1, null]} | \"right\" | \"l\"",
        "{\"enum\": [\"a\", 1, 20], \"type\": \"integer\", \"maximum\": 10} | 1 | 20",
        "{\"const\": {\"a\": [1, 2]}} | {\"a\":[1,2]} | {\"a\":[1]}",
        "{\"anyOf\": [{\"type\": \"integer\"}, {\"type\": \"boolean\"}]} | true | \"true\"",
        "{\"allOf\": [{\"required\": [\"a\"]}, {\"type\": \"object\"}]} | {\"a\":0} | {\"b\":0}",
        "{\"$ref\": \"#/definitions/n\", \"definitions\": {\"n\": {\"type\": \"number\"}}} | 1.5 | \"1\"",
        "{\"$ref\": \"#/$defs/a~1b%20c\", \"$defs\": {\"a/b c\": {\"const\": 1}}} | 1 | 2",
        "{\"type\": \"array\", \"items\": [{\"const\": 1}], \"additionalItems\": {\"const\": 2}} | [1,2,2] | [2]",
        "{\"type\": \"array\", \"prefixItems\": [{\"const\": 1}], \"items\": false} | [] | [1,1]",
        "{\"type\": \"array\", \"items\": {\"type\": \"null\"}, \"minItems\": 1, \"maxItems\": 2} | [null] | []",
        "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"integer\"}} | {\"x\":1} | {\"x\":\"1\"}",
        "{\"type\": \"object\", \"properties\": {\"ab\": {\"const\": 1}}} | {\"abc\":2} | {\"ab\":2}",
        "true | [{}] | [",
      })
  void followsKeywords(String schema, String valid, String invalid) {
    assertTrue(accepts(schema, valid), valid);
    assertEquals(false, accepts(schema, invalid), invalid);
  }

  @Test
  void recursiveSchemasRecur() {
    String tree =
        """
        {"$ref": "#/$defs/node", "$defs": {"node": {"type": "object", "properties": {
          "children": {"type": "array", "items": {"$ref": "#/$defs/node"}}},
          "additionalProperties": false}}}""";
    assertTrue(accepts(tree, "{\"children\":[{\"children\":[{}]},{}]}"));
    assertEquals(false, accepts(tree, "{\"children\":[{\"children\":[1]}]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"type\": 123} | type",
        "{\"type\": \"hiccup\"} | type",
        "{\"type\": \"object\", \"properties\": \"bar\"} | properties",
        "{\"type\": \"object\", \"properties\": {\"a\": \"bar\"}} | properties.a",
        "{\"$ref\": \"http://127.0.0.1:1/evil.json\"} | $ref",
        "{\"$ref\": \"#/nowhere\"} | $ref",
        "{\"$ref\": \"#\"} | $ref",
        "{\"type\": \"string\", \"pattern\": \"(\"} | pattern",
        "{\"type\": \"string\", \"pattern\": \"a{3,1}\"} | pattern",
        "{\"type\": \"string\", \"minLength\": -1} | minLength",
        "{\"type\": \"integer\", \"multipleOf\": 0} | multipleOf",
        "{\"type\": \"integer\", \"minimum\": 5, \"maximum\": 1} | schema",
        "{\"type\": \"object\", \"required\": [\"a\"], \"properties\": {\"a\": false}} | schema",
        "false | schema",
      })
  void tellsWhatIsNoSchema(String schema, String place) {
    SchemaProblem problem = problems(schema).getFirst();
    assertEquals(SchemaProblem.Kind.INVALID, problem.kind());
    assertEquals(place, problem.at());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"not\": {\"type\": \"null\"}} | not",
        "{\"if\": {}, \"then\": {}} | if",
        "{\"type\": \"array\", \"uniqueItems\": true} | uniqueItems",
        "{\"type\": \"array\", \"contains\": {}} | contains",
        "{\"patternProperties\": {\"^x\": {}}} | patternProperties",
        "{\"propertyNames\": {\"minLength\": 2}} | propertyNames",
        "{\"dependentRequired\": {\"a\": [\"b\"]}} | dependentRequired",
        "{\"type\": \"object\", \"minProperties\": 3, \"properties\": {\"a\": {}}} | minProperties",
        "{\"type\": \"string\", \"pattern\": \"(a)\\\\1\"} | pattern",
        "{\"type\": \"string\", \"pattern\": \"(?=a)\"} | pattern",
        "{\"type\": \"string\", \"pattern\": \"a(^b)\"} | pattern",
        "{\"type\": \"string\", \"pattern\": \"^a*b*$\", \"maxLength\": 2} | maxLength",
        "{\"type\": \"string\", \"maxLength\": 1000000} | maxLength",
        "{\"type\": \"number\", \"multipleOf\": 0.3} | multipleOf",
        "{\"oneOf\": [{\"type\": \"integer\"}, {\"type\": \"number\"}]} | oneOf",
      })
  void tellsWhatItDoesNotEnforce(String schema, String place) {
    SchemaProblem problem = problems(schema).getFirst();
    assertEquals(SchemaProblem.Kind.UNENFORCED, problem.kind());
    assertEquals(place, problem.at());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"oneOf\": [{\"type\": \"string\"}, {\"type\": \"integer\"}]}",
        "{\"oneOf\": [{\"type\": \"object\", \"properties\": {\"k\": {\"const\": 1}}, \"required\": [\"k\"]},"
            + " {\"type\": \"object\", \"properties\": {\"k\": {\"const\": 2}}, \"required\": [\"k\"]}]}",
        "{\"oneOf\": [{\"enum\": [1, 2]}, {\"enum\": [3]}]}",
        "{\"type\": \"array\", \"uniqueItems\": false, \"title\": \"T\", \"examples\": [1], \"x-y\": 2}",
      })
  void enforcesAlternativesThatExcludeEachOther(String schema) {
    assertEquals(List.of(), problems(schema));
  }

  @Test
  void whatIsGivenUpKeepsItsType() {
    String schema = "{\"type\": \"object\", \"allOf\": [{\"properties\": {\"a\": {\"not\": {}}}}]}";
    assertTrue(accepts(schema, "{\"a\": [1]}"));
    assertEquals(false, accepts(schema, "1"));
    String hopeless =
        "{\"type\": \"object\", \"required\": [\"a\"], \"properties\": {\"a\": false}}";
    assertTrue(accepts(hopeless, "{\"b\": 1}"));
    assertEquals(false, accepts(hopeless, "1"));
  }

  @Test
  void optionalMembersMakeTheGrammarGrowEvenly() {
    int some = size(100);
    int twice = size(200);
    assertTrue(twice < 2.2 * some, some + " and " + twice);
  }

  private static int size(int members) {
    String properties =
        IntStream.range(0, members)
            .mapToObj(i -> "\"p%03d\": {\"type\": \"string\"}".formatted(i))
            .collect(Collectors.joining(", "));
    return grammar("{\"type\": \"object\", \"properties\": {" + properties + "}}").size();
  }

  @Test
  void largeSchemasAreGivenUpInTime() {
    String enumeration =
        IntStream.range(0, 30_000)
            .mapToObj(i -> "\"v" + i + "\"")
            .collect(Collectors.joining(", ", "{\"enum\": [", "]}"));
    grammar(enumeration);
    String deep = "{\"items\": ".repeat(90) + "{}" + "}".repeat(90);
    grammar(deep);
    String branches =
        "{\"anyOf\": [{\"minimum\": 1}, {\"maximum\": 9}]}, ".repeat(40) + "{\"type\": \"number\"}";
    assertTrue(accepts("{\"allOf\": [" + branches + "]}", "5"));
    assertEquals(List.of(), problems("{\"properties\": {\"" + "x".repeat(1_000) + "\": {}}}"));
  }

  @Test
  void referencesThatMultiplyAreGivenUpInTime() {
    String doubling =
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    "\"d%d\": {\"allOf\": [{\"$ref\": \"#/$defs/d%d\"}, {\"$ref\": \"#/$defs/d%d\"}]}"
                        .formatted(i, i + 1, i + 1))
            .collect(Collectors.joining(", "));
    String schema =
        "{\"$ref\": \"#/$defs/d0\", \"$defs\": {" + doubling + ", \"d60\": {\"type\": \"null\"}}}";
    SchemaProblem problem = problems(schema).getFirst();
    assertEquals(SchemaProblem.Kind.INVALID, problem.kind());
    assertTrue(problem.reason().contains("too large"), problem.reason());
  }

  private static JsonSchemaGrammar grammar(String schema) {
    return JsonSchemaGrammar.of(JsonReader.read(schema), "s-");
  }

  private static boolean accepts(String schema, String text) {
    return PatternMatcher.matches(grammar(schema).grammar(), text);
  }

  private static List<SchemaProblem> problems(String schema) {
    return grammar(schema).problems();
  }
}
