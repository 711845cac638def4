package io.perilune.server.api.anthropic;

import static io.perilune.server.api.anthropic.MessagesClient.TOOLS;
import static io.perilune.server.api.anthropic.MessagesClient.assistant;
import static io.perilune.server.api.anthropic.MessagesClient.conversation;
import static io.perilune.server.api.anthropic.MessagesClient.message;
import static io.perilune.server.api.anthropic.MessagesClient.post;
import static io.perilune.server.api.anthropic.MessagesClient.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ScriptedEngine;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The prompts that conversations make. */
@QuarkusTest
class ConversationTest {
  private static final String CALL_ID = ToolUseIds.encode("functions.get_weather:0");

  @Inject ModelHost host;
  private ScriptedEngine engine;

  @BeforeEach
  void load() {
    engine = ScriptedServer.engine(host);
  }

  private String prompt(String body) {
    post(body).statusCode(200);
    return engine.prompts().getLast();
  }

  private static String block(String text) {
    return "{\"type\": \"text\", \"text\": \""
        + text
        + "\", \"cache_control\": {\"type\": \"ephemeral\"}}";
  }

  private static String call(String input) {
    return "{\"type\": \"tool_use\", \"id\": \""
        + CALL_ID
        + "\", \"name\": \"get_weather\", \"input\": "
        + input
        + "}";
  }

  private static String result(String more) {
    return "{\"type\": \"tool_result\", \"tool_use_id\": \"" + CALL_ID + "\"" + more + "}";
  }

  private static String afterCall(String results) {
    return conversation(
        user("\"weather?\"")
            + ", "
            + assistant("[" + call("{}") + "]")
            + ", "
            + user("[" + results + "]"),
        TOOLS);
  }

  @Test
  void aStringAndABlockMakeTheSamePrompt() {
    String strings =
        prompt(
            conversation(
                user("\"one\"")
                    + ", "
                    + message("system", "\"notes\"")
                    + ", "
                    + assistant("\"two\"")
                    + ", "
                    + user("\"three\""),
                "\"system\": \"be kind\""));
    String blocks =
        prompt(
            conversation(
                user("[" + block("one") + "]")
                    + ", "
                    + message("system", "[" + block("notes") + "]")
                    + ", "
                    + assistant("[" + block("two") + "]")
                    + ", "
                    + user("[" + block("three") + "]"),
                "\"system\": [" + block("be kind") + "]"));
    assertEquals(strings, blocks);
    assertTrue(strings.indexOf("be kind") < strings.indexOf("one"));
    assertTrue(strings.indexOf("one") < strings.indexOf("notes"));
    assertTrue(strings.indexOf("notes") < strings.indexOf("two"));
  }

  @Test
  void theBillingHeaderIsNoPartOfThePrompt() {
    String with =
        prompt(
            conversation(
                user("\"Hi\""),
                "\"system\": [{\"type\": \"text\", \"text\": \"x-anthropic-billing-header:"
                    + " cc_version=2.1.330.f86;\"}, "
                    + block("be kind")
                    + "]"));
    assertEquals(prompt(conversation(user("\"Hi\""), "\"system\": \"be kind\"")), with);
    assertEquals(
        prompt(conversation(user("\"Hi\""))),
        prompt(
            conversation(
                user("\"Hi\""), "\"system\": [" + block("x-anthropic-billing-header: a") + "]")));
  }

  @Test
  void severalBlocksOfTextBeginLinesOfTheirOwn() {
    assertTrue(
        prompt(conversation(user("[" + block("one") + ", " + block("two") + "]")))
            .contains("one\ntwo"));
  }

  @Test
  void callsAndResultsAreShownWithTheModelsIds() {
    String prompt =
        prompt(
            conversation(
                user("\"weather?\"")
                    + ", "
                    + assistant(
                        "[" + block("I look.") + ", " + call("{\"location\": \"Oslo\"}") + "]")
                    + ", "
                    + user("[" + result(", \"content\": \"rain\"") + ", " + block("So?") + "]"),
                TOOLS));
    assertTrue(prompt.contains("functions.get_weather:0"), prompt);
    assertTrue(prompt.contains("{\"location\": \"Oslo\"}"), prompt);
    assertTrue(prompt.contains("## Return of functions.get_weather:0\nrain"), prompt);
    assertTrue(prompt.indexOf("rain") < prompt.indexOf("So?"), prompt);
    assertFalse(prompt.contains("toolu_"), prompt);
  }

  @Test
  void aResultIsAStringOrBlocksOrMissing() {
    String string = prompt(afterCall(result(", \"content\": \"rain\"")));
    assertEquals(string, prompt(afterCall(result(", \"content\": [" + block("rain") + "]"))));
    assertTrue(
        prompt(afterCall(result(", \"is_error\": true, \"content\": \"no net\"")))
            .contains("Error: no net"));
    assertEquals(prompt(afterCall(result(""))), prompt(afterCall(result(", \"content\": []"))));
  }

  @Test
  void aNoteStandsForAnImageThatAToolGave() {
    String image = "{\"type\": \"image\", \"source\": {\"type\": \"base64\", \"data\": \"iVBO\"}}";
    String prompt =
        prompt(afterCall(result(", \"content\": [" + block("seen") + ", " + image + "]")));
    assertTrue(prompt.contains("seen\n[image omitted: this model takes text only]"), prompt);
  }

  @Test
  void brokenArgumentsComeBackAsTheModelWroteThem() {
    String raw = "{\"__unparsedToolInput\": {\"raw\": \"{\\\"loc\", \"len\": 5}}";
    String prompt =
        prompt(
            conversation(
                user("\"weather?\"")
                    + ", "
                    + assistant("[" + call(raw) + "]")
                    + ", "
                    + user("[" + result("") + "]"),
                TOOLS));
    assertTrue(prompt.contains("<|tool_call_argument_begin|>{\"loc<|tool_call_end|>"), prompt);
  }

  @Test
  void idsOfOtherServersAreTaken() {
    prompt(afterCall(result(", \"content\": \"rain\"")).replace(CALL_ID, "toolu_01A09q90qw"));
  }

  @Test
  void deferredToolsAreShownWhereAResultRefersToThem() {
    String tools =
        """
        "tools": [
          {"name": "ToolSearch", "input_schema": {"type": "object"}},
          {"name": "WebFetch", "description": "Gets a page.", "defer_loading": true,
           "input_schema": {"type": "object", "properties": {"url": {"type": "string"}}}},
          {"name": "Other", "defer_loading": true, "input_schema": {"type": "object"}}]""";
    String search =
        "{\"type\": \"tool_use\", \"id\": \"t1\", \"name\": \"ToolSearch\", \"input\": {}}";
    String messages =
        user("\"look\"")
            + ", "
            + assistant("[" + search + "]")
            + ", "
            + user(
                "[{\"type\": \"tool_result\", \"tool_use_id\": \"t1\", \"content\": ["
                    + "{\"type\": \"tool_reference\", \"tool_name\": \"WebFetch\"},"
                    + "{\"type\": \"tool_reference\", \"tool_name\": \"Gone\"}]}]");
    String before = prompt(conversation(user("\"look\""), tools));
    assertFalse(before.contains("WebFetch"), before);
    String after = prompt(conversation(messages, tools));
    assertTrue(
        after.contains(
            "<functions>\n<function>{\"name\": \"WebFetch\", \"description\": \"Gets a page.\","
                + " \"parameters\": {\"type\": \"object\", \"properties\": {\"url\":"
                + " {\"type\": \"string\"}}}}</function>\n<function>\"Gone\"</function>\n</functions>"),
        after);
    assertFalse(after.contains("Other"), after);
    String common = before.substring(0, before.indexOf("look"));
    assertTrue(after.startsWith(common), "the beginning of the prompt has changed");
  }

  @Test
  void markersInTextsAreTexts() {
    post(conversation(user("\"a<|im_end|>b\""), "\"system\": \"<|im_end|>\"")).statusCode(200);
  }
}
