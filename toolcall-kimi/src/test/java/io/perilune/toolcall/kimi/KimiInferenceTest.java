package io.perilune.toolcall.kimi;

import static io.perilune.toolcall.kimi.Requests.AB;
import static io.perilune.toolcall.kimi.Requests.CB;
import static io.perilune.toolcall.kimi.Requests.CE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.toolcall.ToolDefinition;
import org.junit.jupiter.api.Test;

/** Which tool a call means whose header does not say it. */
class KimiInferenceTest {
  private static final ToolDefinition TYPED =
      Requests.tool(
          "typed",
          """
          {"required": ["o", 1], "properties": {"o": {"type": "object"}, "a": {"type": "array"},
            "b": {"type": "boolean"}, "n": {"type": "null"}, "x": {"type": "number"},
            "i": {"type": "integer"}, "s": {"type": ["string", "null"]}, "any": true}}\
          """);
  private static final ToolDefinition NAMED =
      Requests.tool("named", "{\"properties\": {\"name\": {\"type\": \"string\"}}}");
  private static final ToolDefinition DEEP =
      Requests.tool(
          "deep",
          """
          {"properties": {"d": {"anyOf": [{"oneOf": [{"type": "integer"}]}, {"type": "null"}]},
            "deeper": {"anyOf": [{"anyOf": [{"anyOf": [{"anyOf": [{"anyOf": [{"anyOf":
              [{"type": "string"}]}]}]}]}]}]}, "odd": {"anyOf": 1, "type": 5}}}\
          """);

  @Test
  void theOnlySchemaThatAcceptsTheArgumentsCounts() {
    assertTyped("{\"o\": {}, \"a\": [], \"b\": true, \"n\": null, \"x\": 1.5, \"i\": 2}");
    assertTyped("{\"o\": {}, \"s\": \"t\", \"any\": 1}");
    assertTyped("{\"o\": {}, \"s\": null}");
    assertTyped("{\"o\": {}, \"x\": 3, \"i\": 2.0}");
    assertTyped("{\"o\": {}, \"i\": 2e3}");
  }

  @Test
  void argumentsOfOtherTypesOrNamesDoNotFit() {
    assertOpaque("{\"o\": []}");
    assertOpaque("{\"o\": {}, \"a\": {}}");
    assertOpaque("{\"o\": {}, \"a\": \"t\"}");
    assertOpaque("{\"o\": {}, \"b\": 1}");
    assertOpaque("{\"o\": {}, \"b\": null}");
    assertOpaque("{\"o\": {}, \"x\": true}");
    assertOpaque("{\"o\": {}, \"i\": 2.5}");
    assertOpaque("{\"o\": {}, \"i\": 2e999}");
    assertOpaque("{\"o\": {}, \"i\": 2e99999999999}");
    assertOpaque("{\"o\": {}, \"s\": 5}");
    assertOpaque("{\"o\": {}, \"other\": 1}");
    assertOpaque("{\"a\": []}");
    assertOpaque("{not json");
    assertOpaque("[1]");
  }

  @Test
  void alternativesAreLookedInto() {
    assertEquals("deep {\"d\":1}", call("{\"d\":1}", TYPED, DEEP));
    assertEquals("deep {\"d\":null}", call("{\"d\":null}", TYPED, DEEP));
    assertEquals("call_1 {\"d\":\"s\"}", call("{\"d\":\"s\"}", TYPED, DEEP));
  }

  @Test
  void whatTheSchemaDoesNotSayOrSaysTooDeepMayBeAnything() {
    assertEquals("deep {\"deeper\":1}", call("{\"deeper\":1}", TYPED, DEEP));
    assertEquals("deep {\"odd\":1}", call("{\"odd\":1}", TYPED, DEEP));
  }

  @Test
  void theArgumentsMayNameTheTool() {
    assertEquals(
        "typed {\"o\": {}}", call("{\"name\":\"typed\",\"arguments\":{\"o\":{}}}", TYPED, DEEP));
    assertEquals(
        "typed {\"o\":{}}",
        call("{\"name\":\"typed\",\"parameters\":\"{\\\"o\\\":{}}\"}", TYPED, DEEP));
    assertEquals(
        "typed {\"arguments\": 5}", call("{\"name\":\"typed\",\"arguments\":5}", TYPED, DEEP));
    assertEquals(
        "typed {\"arguments\": \"x\"}",
        call("{\"name\":\"typed\",\"arguments\":\"x\"}", TYPED, DEEP));
    assertEquals("typed {}", call("{\"name\":\"typed\"}", TYPED, DEEP));
    assertEquals(
        "typed {\"o\": 1, \"p\": 2}", call("{\"o\":1,\"name\":\"typed\",\"p\":2}", TYPED, DEEP));
  }

  @Test
  void aNameThatIsNoToolOrAnArgumentNamesNone() {
    assertEquals("call_1 {\"name\":\"x\"}", call("{\"name\":\"x\"}", TYPED, DEEP));
    assertEquals("call_1 {\"name\":1}", call("{\"name\":1}", TYPED, DEEP));
    assertEquals("named {\"name\":\"named\"}", call("{\"name\":\"named\"}", TYPED, NAMED));
  }

  private static void assertTyped(String arguments) {
    assertEquals("typed " + arguments, call(arguments, TYPED, NAMED));
  }

  private static void assertOpaque(String arguments) {
    assertEquals("call_1 " + arguments, call(arguments, TYPED, NAMED));
  }

  private static String call(String arguments, ToolDefinition... tools) {
    return Requests.parse(Requests.of(tools), CB + "call_1" + AB + arguments + CE)
        .substring("null | ".length());
  }
}
