package io.perilune.toolcall.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonWriter;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XmlConstraintTest {
  private static final String FREE = "*</parameter>|";

  /** What a parameter p of this schema looks like; line feeds are bars. */
  @ParameterizedTest
  @CsvSource(
      delimiterString = "~",
      quoteCharacter = '`',
      value = {
        "true ~ *</parameter>|",
        "{} ~ *</parameter>|",
        "{'type': 'string', 'description': 'd'} ~ *</parameter>|",
        "{'type': ['string', 'integer']} ~ *</parameter>|",
        "{'type': 'string', 'nullable': true} ~ *</parameter>|",
        "{'enum': ['a', 'b', '</parameter>', 1]} ~ (a|</parameter>|,b|</parameter>|)",
        "{'type': 'string', 'enum': ['a']} ~ (a|</parameter>|)",
        "{'anyOf': [{'type': 'string', 'title': 't'}, {'type': 'null'}], 'default': null}"
            + " ~ *</parameter>|",
        "{'anyOf': [{'type': 'null'}, {'type': 'string'}]} ~ *</parameter>|",
        "{'type': 'integer'} ~ <{'type':'integer'}>|</parameter>|",
        "{'anyOf': [{'type': 'integer'}, {'type': 'null'}]}"
            + " ~ <{'anyOf':[{'type':'integer'},{'type':'null'}]}>|</parameter>|",
      })
  void valuesAreByTheirTypes(String schema, String value) {
    assertEquals(
        "<function=f>|(<parameter=p>|" + value + ")?</function>",
        call("{'properties': {'p': " + schema + "}}"));
    assertEquals(
        "<function=f>|<parameter=p>|" + value + "</function>",
        call("{'required': ['p', 1], 'properties': {'p': " + schema + "}}"));
  }

  @Test
  void parametersComeInTheirOrderAndBringDefinitions() {
    assertEquals(
        "<function=f>|<parameter=b>|"
            + FREE
            + "(<parameter=a>|<{'type':'array','items':{'$ref':'#/$defs/x'},'$defs':{'x':{}}}>|"
            + "</parameter>|)?</function>",
        call(
            "{'type': 'object', 'title': 't', '$defs': {'x': {}}, 'required': ['b'], 'properties':"
                + " {'b': {}, 'a': {'type': 'array', 'items': {'$ref': '#/$defs/x'}}}}"));
  }

  @Test
  void withoutParametersThereIsOnlyTheFrame() {
    assertEquals("<function=f>|</function>", call("{}"));
    assertEquals("<function=f>|</function>", call("{'properties': 1, 'required': 2}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'minProperties': 1}",
        "{'required': ['p']}",
        "{'properties': {'p': false}}",
        "{'properties': {'p': 1}}",
        "{'properties': {'p q': {}}}",
        "{'properties': {'': {}}}",
        "{'properties': {'p': {'type': 'string', 'pattern': 'a'}}}",
        "{'properties': {'p': {'type': 'string', 'enum': 1}}}",
        "{'properties': {'p': {'enum': [1]}}}",
        "{'properties': {'p': {'anyOf': 1}}}",
        "{'properties': {'p': {'anyOf': [true, {'type': 'string', 'maxLength': 1}]}}}",
        "{'properties': {'p': {'anyOf': [{'type': 'string'}], 'not': {}}}}",
        "{'properties': {'p': {'type': 'array', 'items': {'$ref': '#/properties/p'}}}}",
        "{'$defs': {'x': {'allOf': [{'$recursiveRef': '#'}]}}}",
      })
  void whatCannotBeToldHasNoConstraint(String schema) {
    assertEquals("", call(schema));
  }

  @Test
  void whereNothingIsEnforcedParametersAreFree() {
    ToolDefinition lax = tool("f", "{'minProperties': 1}", "{'function': {'strict': false}}");

    assertEquals("<function=f>|(<parameter=*>|" + FREE + ")?</function>", call(lax));
  }

  @Test
  void namesMustFitIntoTags() {
    assertEquals("", call(tool("a>b", "{}", "{}")));
    assertEquals("", call(tool("", "{}", "{}")));
  }

  private static String call(String schema) {
    return call(tool("f", schema, "{}"));
  }

  private static String call(ToolDefinition tool) {
    return XmlConstraint.function(tool).map(XmlConstraintTest::told).orElse("");
  }

  private static ToolDefinition tool(String name, String schema, String declaration) {
    return new ToolDefinition(name, object(declaration), object(schema));
  }

  private static JsonObject object(String text) {
    return (JsonObject) JsonReader.read(text.replace('\'', '"'));
  }

  /** A constraint in few characters. */
  private static String told(Constraint constraint) {
    return switch (constraint) {
      case Constraint.Literal(String text) -> text.replace('\n', '|');
      case Constraint.TextUntil(String end) -> "*" + end;
      case Constraint.Json(JsonValue schema) ->
          "<" + JsonWriter.compact(schema).replace('"', '\'') + ">";
      case Constraint.Sequence(List<Constraint> parts) ->
          parts.stream().map(XmlConstraintTest::told).collect(Collectors.joining());
      case Constraint.Choice(List<Constraint> options) ->
          options.stream().map(XmlConstraintTest::told).collect(Collectors.joining(",", "(", ")"));
      case Constraint.Repeat(Constraint part, int _, int _) -> "(" + told(part) + ")?";
      default -> throw new IllegalArgumentException(constraint.toString());
    };
  }
}
