package io.perilune.server.api.anthropic;

import static io.perilune.server.api.anthropic.MessagesClient.TOOLS;
import static io.perilune.server.api.anthropic.MessagesClient.ask;
import static io.perilune.server.api.anthropic.MessagesClient.body;
import static io.perilune.server.api.anthropic.MessagesClient.post;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ScriptedEngine;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers, whole and streamed. */
@QuarkusTest
class MessagesTest {
  @Inject ModelHost host;
  private ScriptedEngine engine;

  @BeforeEach
  void load() {
    engine = ScriptedServer.engine(host);
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void answersWithTextAndUsage() throws Exception {
    JsonNode message = ask(body("Hi", "\"model\": \"kimi-test\""));
    assertEquals("message", message.get("type").asText());
    assertEquals("assistant", message.get("role").asText());
    assertEquals("m", message.get("model").asText());
    assertEquals(json("[{\"type\": \"text\", \"text\": \"Hello!\"}]"), message.get("content"));
    assertEquals("end_turn", message.get("stop_reason").asText());
    assertTrue(message.has("stop_sequence") && message.get("stop_sequence").isNull());
    JsonNode usage = message.get("usage");
    assertTrue(usage.get("input_tokens").asInt() > 0);
    assertEquals(6, usage.get("output_tokens").asInt());
    assertEquals(0, usage.get("cache_read_input_tokens").asInt());
    assertEquals(0, usage.get("cache_creation_input_tokens").asInt());
  }

  @Test
  void returnsCallsAfterText() throws Exception {
    JsonNode message = ask(body("CASE tool-call", TOOLS));
    assertEquals("tool_use", message.get("stop_reason").asText());
    JsonNode content = message.get("content");
    assertEquals(3, content.size());
    assertEquals("I'll look.", content.get(0).get("text").asText());
    JsonNode call = content.get(1);
    assertEquals("tool_use", call.get("type").asText());
    assertEquals("functions.get_weather:0", ToolUseIds.decode(call.get("id").asText()));
    assertEquals("get_weather", call.get("name").asText());
    assertEquals(json("{\"location\": \"Paris\"}"), call.get("input"));
    assertEquals("get_time", content.get(2).get("name").asText());
  }

  @Test
  void aCallMayComeFirst() throws Exception {
    JsonNode content = ask(body("CASE only-call", TOOLS)).get("content");
    assertEquals(1, content.size());
    assertEquals("tool_use", content.get(0).get("type").asText());
    assertEquals(json("{}"), content.get(0).get("input"));
  }

  @Test
  void argumentsThatAreNoJsonAreGivenAsTheyAre() throws Exception {
    JsonNode call = ask(body("CASE bad-arguments", TOOLS)).get("content").get(0);
    assertEquals(
        json("{\"__unparsedToolInput\": {\"raw\": \"{\\\"location\\\": \\\"Par\", \"len\": 17}}"),
        call.get("input"));
  }

  @Test
  void callsOnceWhereOnlyOneCallIsWanted() throws Exception {
    String choice = "\"tool_choice\": {\"type\": \"auto\", \"disable_parallel_tool_use\": true}";
    JsonNode message = ask(body("CASE tool-call", TOOLS, choice));
    assertEquals(2, message.get("content").size());
    assertEquals("tool_use", message.get("stop_reason").asText());
  }

  @Test
  void hidesToolsThatMustNotBeCalled() throws Exception {
    JsonNode message = ask(body("CASE tool-call", TOOLS, "\"tool_choice\": {\"type\": \"none\"}"));
    assertEquals("end_turn", message.get("stop_reason").asText());
    assertEquals(1, message.get("content").size());
    assertFalse(engine.prompts().getLast().contains("get_weather"));
  }

  @Test
  void takesEveryChoiceOfTools() throws Exception {
    for (String choice :
        new String[] {
          "{\"type\": \"auto\"}",
          "{\"type\": \"any\"}",
          "{\"type\": \"tool\", \"name\": \"get_weather\"}"
        }) {
      JsonNode message = ask(body("CASE tool-call", TOOLS, "\"tool_choice\": " + choice));
      assertEquals("tool_use", message.get("stop_reason").asText(), choice);
    }
  }

  @Test
  void endsAtAStopSequenceAndNamesIt() throws Exception {
    JsonNode message =
        ask(body("CASE stop", "\"stop_sequences\": [\"absent\", \"\\nObservation:\"]"));
    assertEquals("one two", message.get("content").get(0).get("text").asText());
    assertEquals("stop_sequence", message.get("stop_reason").asText());
    assertEquals("\nObservation:", message.get("stop_sequence").asText());
  }

  @Test
  void reportsTheTokenLimit() throws Exception {
    JsonNode message = ask(body("Hi").replace("1000", "4"));
    assertEquals("Hell", message.get("content").get(0).get("text").asText());
    assertEquals("max_tokens", message.get("stop_reason").asText());
    assertEquals("max_tokens", ask(body("CASE length")).get("stop_reason").asText());
  }

  @Test
  void neverSplitsACharacter() throws Exception {
    JsonNode message = ask(body("CASE unicode"));
    assertEquals("Grüße, 世界 🌙!", message.get("content").get(0).get("text").asText());
  }

  @Test
  void serverToolsAreIgnored() throws Exception {
    String tools =
        "\"tools\": [{\"type\": \"web_search_20250305\", \"name\": \"web_search\", \"max_uses\": 8}]";
    for (String choice :
        new String[] {
          "{\"type\": \"auto\"}",
          "{\"type\": \"any\"}",
          "{\"type\": \"tool\", \"name\": \"web_search\"}"
        }) {
      JsonNode message = ask(body("Hi", tools, "\"tool_choice\": " + choice));
      assertEquals("end_turn", message.get("stop_reason").asText());
      assertFalse(engine.prompts().getLast().contains("web_search"));
    }
  }

  @Test
  void takesWhatClaudeCodeSends() throws Exception {
    ask(
        body(
            "Hi",
            "\"metadata\": {\"user_id\": \"{}\"}",
            "\"thinking\": {\"type\": \"adaptive\", \"display\": \"omitted\"}",
            "\"context_management\": {\"edits\": [{\"type\": \"clear_thinking_20251015\", \"keep\": \"all\"}]}",
            "\"output_config\": {\"effort\": \"high\"}",
            "\"temperature\": 1, \"top_p\": 0.9, \"top_k\": 40",
            "\"service_tier\": \"auto\""));
  }

  @Test
  void writesJsonWhereAFormatIsAskedFor() throws Exception {
    String schema =
        "{\"type\": \"json_schema\", \"schema\": {\"type\": \"object\", \"properties\": {}}}";
    assertEquals(
        "end_turn",
        ask(body("Hi", "\"output_config\": {\"format\": " + schema + "}"))
            .get("stop_reason")
            .asText());
    post(body("Hi", "\"output_config\": {\"format\": {\"type\": \"xml\"}}"))
        .statusCode(400)
        .body("error.message", startsWith("output_config.format.type: must be"));
    post(body("Hi", TOOLS, "\"output_format\": " + schema, "\"tool_choice\": {\"type\": \"any\"}"))
        .statusCode(400)
        .body("error.message", containsString("tool_choice"));
  }

  @Test
  void refusesAPromptThatFillsTheContext() {
    for (String stream : new String[] {"\"stream\": true", "\"stream\": false"}) {
      String message =
          post(body("x".repeat(66_000), stream))
              .statusCode(400)
              .contentType("application/json")
              .body("error.type", equalTo("invalid_request_error"))
              .extract()
              .path("error.message");
      assertTrue(message.matches("^prompt is too long: 66\\d{3} tokens > 65536 maximum$"), message);
    }
    String byFar = post(body("x".repeat(3_000_000))).extract().path("error.message");
    assertTrue(byFar.matches("^prompt is too long: \\d+ tokens > 65536 maximum$"), byFar);
  }

  @Test
  void tellsWhenItIsBusyAndWhenTheEngineFails() {
    post(body("CASE busy"))
        .statusCode(529)
        .header("Retry-After", "2")
        .body("error.type", equalTo("overloaded_error"));
    post(body("CASE fails-later")).statusCode(500).body("error.type", equalTo("api_error"));
    assertEquals(0, engine.running());
  }
}
