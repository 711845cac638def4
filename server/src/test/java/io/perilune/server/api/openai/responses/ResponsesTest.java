package io.perilune.server.api.openai.responses;

import static io.perilune.server.api.openai.responses.ResponsesClient.TOOLS;
import static io.perilune.server.api.openai.responses.ResponsesClient.ask;
import static io.perilune.server.api.openai.responses.ResponsesClient.json;
import static io.perilune.server.api.openai.responses.ResponsesClient.question;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ScriptedEngine;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers, whole and streamed. */
@QuarkusTest
class ResponsesTest {
  private static final String CODEX_TOOLS =
      """
      "tools": [
        {"type": "custom", "name": "apply_patch", "description": "Changes files.",
          "format": {"type": "grammar", "syntax": "lark", "definition": "start: line+"}},
        {"type": "namespace", "name": "agents", "description": "Helpers.", "tools": [
          {"type": "function", "name": "spawn", "description": "Starts one.", "strict": false,
            "parameters": {"type": "object", "properties": {"task": {"type": "string"}}}}]},
        {"type": "web_search", "external_web_access": false},
        {"type": "tool_search", "execution": "client"}]\
      """;

  @Inject ModelHost host;
  private ScriptedEngine engine;

  @BeforeEach
  void load() {
    engine = ScriptedServer.engine(host);
  }

  @Test
  void answersWithTextAndUsage() throws Exception {
    JsonNode response = ask(question("Hi", "\"model\": \"kimi-test\""));
    assertEquals("response", response.get("object").asText());
    assertEquals("completed", response.get("status").asText());
    assertEquals("m", response.get("model").asText());
    assertEquals(
        json(
            """
            [{"type": "message", "status": "completed", "role": "assistant", "content": [
              {"type": "output_text", "text": "Hello!", "annotations": [], "logprobs": []}]}]\
            """),
        response.get("output"));
    JsonNode usage = response.get("usage");
    assertTrue(usage.get("input_tokens").asInt() > 0);
    assertEquals(6, usage.get("output_tokens").asInt());
    assertEquals(
        usage.get("input_tokens").asInt() + usage.get("output_tokens").asInt(),
        usage.get("total_tokens").asInt());
    assertTrue(usage.at("/input_tokens_details/cached_tokens").isInt());
    assertEquals(0, usage.at("/output_tokens_details/reasoning_tokens").asInt(-1));
  }

  @Test
  void repeatsWhatWasAskedAndSaysThatNothingIsStored() throws Exception {
    JsonNode plain = ask(question("Hi", "\"store\": true"));
    assertEquals(
        json(
            """
            {"object": "response", "status": "completed", "error": null,
             "incomplete_details": null, "model": "m", "instructions": null,
             "max_output_tokens": null, "metadata": {}, "parallel_tool_calls": true,
             "prompt_cache_key": null, "reasoning": {"effort": null, "summary": null},
             "safety_identifier": null, "temperature": null,
             "text": {"format": {"type": "text"}, "verbosity": "medium"},
             "tool_choice": "auto", "tools": [], "top_p": null, "user": null,
             "background": false, "max_tool_calls": null, "previous_response_id": null,
             "service_tier": "default", "store": false, "top_logprobs": 0,
             "truncation": "disabled"}\
            """),
        without(plain, "output", "usage"));
    JsonNode full =
        ask(
            question(
                "Hi",
                TOOLS,
                "\"tool_choice\": {\"type\": \"function\", \"name\": \"get_time\"}",
                "\"instructions\": \"be kind\"",
                "\"max_output_tokens\": 99",
                "\"metadata\": {\"a\": \"b\"}",
                "\"parallel_tool_calls\": false",
                "\"prompt_cache_key\": \"k\"",
                "\"reasoning\": {\"effort\": \"high\", \"summary\": \"auto\"}",
                "\"temperature\": 0.5",
                "\"text\": {\"verbosity\": \"low\"}",
                "\"top_p\": 0.9",
                "\"user\": \"u\""));
    assertEquals(json("{" + TOOLS + "}").get("tools"), full.get("tools"));
    assertEquals("get_time", full.at("/tool_choice/name").asText());
    assertEquals("be kind", full.get("instructions").asText());
    assertEquals(99, full.get("max_output_tokens").asInt());
    assertEquals(json("{\"a\": \"b\"}"), full.get("metadata"));
    assertFalse(full.get("parallel_tool_calls").asBoolean());
    assertEquals("k", full.get("prompt_cache_key").asText());
    assertEquals(json("{\"effort\": \"high\", \"summary\": \"auto\"}"), full.get("reasoning"));
    assertEquals(0.5, full.get("temperature").asDouble());
    assertEquals("low", full.at("/text/verbosity").asText());
    assertEquals(0.9, full.get("top_p").asDouble());
    assertEquals("u", full.get("user").asText());
  }

  private static JsonNode without(JsonNode response, String... fields) {
    ObjectNode rest = response.deepCopy();
    rest.remove(List.of(fields));
    return rest;
  }

  @Test
  void returnsCallsAfterTextUnderTheModelsIds() throws Exception {
    JsonNode output = ask(question("CASE tool-call", TOOLS)).get("output");
    assertEquals(
        json(
            """
            [{"type": "message", "status": "completed", "role": "assistant", "content": [
               {"type": "output_text", "text": "I'll look.", "annotations": [], "logprobs": []}]},
             {"type": "function_call", "status": "completed", "name": "get_weather",
              "call_id": "functions.get_weather:0", "arguments": "{\\"location\\": \\"Paris\\"}"},
             {"type": "function_call", "status": "completed", "name": "get_time",
              "call_id": "functions.get_time:1", "arguments": "{\\"zone\\": \\"CET\\"}"}]\
            """),
        output);
  }

  @Test
  void aCallMayComeFirst() throws Exception {
    JsonNode output = ask(question("CASE only-call", TOOLS)).get("output");
    assertEquals(1, output.size());
    assertEquals("{}", output.get(0).get("arguments").asText());
  }

  @Test
  void callsOnceWhereOnlyOneCallIsWanted() throws Exception {
    JsonNode response = ask(question("CASE tool-call", TOOLS, "\"parallel_tool_calls\": false"));
    assertEquals(2, response.get("output").size());
    assertEquals("completed", response.get("status").asText());
  }

  @Test
  void hidesToolsThatMustNotBeCalled() throws Exception {
    JsonNode output =
        ask(question("CASE tool-call", TOOLS, "\"tool_choice\": \"none\"")).get("output");
    assertEquals(1, output.size());
    assertFalse(engine.prompts().getLast().contains("get_weather"));
  }

  @Test
  void takesEveryChoiceOfTools() throws Exception {
    for (String choice :
        new String[] {
          "\"auto\"",
          "\"required\"",
          "{\"type\": \"function\", \"name\": \"get_weather\"}",
          """
          {"type": "allowed_tools", "mode": "required",
           "tools": [{"type": "function", "name": "get_weather"},
                     {"type": "function", "name": "get_time"}]}\
          """
        }) {
      JsonNode response = ask(question("CASE tool-call", TOOLS, "\"tool_choice\": " + choice));
      assertEquals("function_call", response.at("/output/1/type").asText(), choice);
    }
  }

  @Test
  void takesChoicesAmongToolsThatAreNotRunHere() throws Exception {
    for (String choice :
        new String[] {
          "{\"type\": \"web_search\"}",
          "\"required\"",
          "{\"type\": \"allowed_tools\", \"mode\": \"auto\", \"tools\": [{\"type\":"
              + " \"web_search\"}]}"
        }) {
      JsonNode response =
          ask(
              question(
                  "Hi", "\"tools\": [{\"type\": \"web_search\"}], \"tool_choice\": " + choice));
      assertEquals("message", response.at("/output/0/type").asText(), choice);
    }
  }

  @Test
  void customToolsTakeAText() throws Exception {
    JsonNode output = ask(question("CASE custom-call", CODEX_TOOLS)).get("output");
    assertEquals(
        json(
            """
            [{"type": "custom_tool_call", "status": "completed", "name": "apply_patch",
              "call_id": "functions.apply_patch:0",
              "input": "*** Begin\\n+say \\"Grüße 🌙\\"\\n"}]\
            """),
        output);
    String prompt = engine.prompts().getLast();
    assertTrue(prompt.contains("Changes files."), prompt);
    assertTrue(prompt.contains("start: line+"), prompt);
  }

  @Test
  void toolsInNamespacesAreCalledByBothNames() throws Exception {
    JsonNode output = ask(question("CASE namespace-call", CODEX_TOOLS)).get("output");
    assertEquals(
        json(
            """
            [{"type": "function_call", "status": "completed", "namespace": "agents",
              "name": "spawn", "call_id": "functions.agents__spawn:0",
              "arguments": "{\\"task\\": \\"dig\\"}"}]\
            """),
        output);
    String prompt = engine.prompts().getLast();
    assertTrue(prompt.contains("agents__spawn"), prompt);
    assertTrue(prompt.contains("Helpers."), prompt);
    assertFalse(prompt.contains("web_search"), prompt);
    assertFalse(prompt.contains("tool_search"), prompt);
  }

  @Test
  void anAnswerThatWasCutIsIncomplete() throws Exception {
    JsonNode response = ask(question("CASE length"));
    assertEquals("incomplete", response.get("status").asText());
    assertEquals(json("{\"reason\": \"max_output_tokens\"}"), response.get("incomplete_details"));
    assertEquals("incomplete", response.at("/output/0/status").asText());
    assertEquals("cut here", response.at("/output/0/content/0/text").asText());
    assertTrue(response.at("/usage/output_tokens").asInt() > 0);
  }

  @Test
  void aCallThatWasCutIsIncomplete() throws Exception {
    JsonNode response = ask(question("CASE cut-call", TOOLS));
    assertEquals("incomplete", response.get("status").asText());
    assertEquals("incomplete", response.at("/output/0/status").asText());
    assertEquals("{\"location\": \"Par", response.at("/output/0/arguments").asText());
  }

  @Test
  void textMayBeOfAnyScript() throws Exception {
    assertEquals(
        "Grüße, 世界 🌙!", ask(question("CASE unicode")).at("/output/0/content/0/text").asText());
  }

  @Test
  void takesFormatsOfTheText() throws Exception {
    for (String format :
        new String[] {
          "{\"type\": \"text\"}",
          "{\"type\": \"json_object\"}",
          "{\"type\": \"json_schema\", \"name\": \"x\", \"strict\": true, \"schema\": {\"type\":"
              + " \"object\"}}"
        }) {
      JsonNode response = ask(question("Hi", "\"text\": {\"format\": " + format + "}"));
      assertEquals(json(format), response.at("/text/format"));
    }
  }
}
