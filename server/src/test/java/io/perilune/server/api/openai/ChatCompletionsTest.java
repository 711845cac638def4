package io.perilune.server.api.openai;

import static io.perilune.server.ScriptedServer.body;
import static io.perilune.server.ScriptedServer.post;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
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

@QuarkusTest
class ChatCompletionsTest {
  static final String TOOLS =
      """
      "tools": [
        {"type": "function", "function": {"name": "get_weather", "parameters": {
          "type": "object", "properties": {"location": {"type": "string"}}}}},
        {"type": "function", "function": {"name": "get_time", "parameters": {
          "type": "object", "properties": {"zone": {"type": "string"}}}}}]""";

  @Inject ModelHost host;
  private ScriptedEngine engine;

  @BeforeEach
  void load() {
    engine = ScriptedServer.engine(host);
  }

  @Test
  void answersWithTextAndUsage() {
    post(body("Hi"))
        .statusCode(200)
        .body("id", startsWith("chatcmpl-"))
        .body("object", equalTo("chat.completion"))
        .body("model", equalTo("m"))
        .body("choices[0].message.role", equalTo("assistant"))
        .body("choices[0].message.content", equalTo("Hello!"))
        .body("choices[0].message.tool_calls", nullValue())
        .body("choices[0].finish_reason", equalTo("stop"))
        .body("usage.prompt_tokens", greaterThan(0))
        .body("usage.completion_tokens", equalTo(6))
        .body("usage.prompt_tokens_details.cached_tokens", equalTo(0))
        .body("timings.predicted_n", equalTo(6))
        .body("timings.draft_n", equalTo(0))
        .body("timings.draft_n_accepted", equalTo(0));
  }

  @Test
  void returnsToolCalls() {
    post(body("CASE tool-call", TOOLS))
        .statusCode(200)
        .body("choices[0].finish_reason", equalTo("tool_calls"))
        .body("choices[0].message.content", equalTo("I'll look."))
        .body("choices[0].message.tool_calls", hasSize(2))
        .body("choices[0].message.tool_calls[0].id", equalTo("functions.get_weather:0"))
        .body("choices[0].message.tool_calls[0].type", equalTo("function"))
        .body("choices[0].message.tool_calls[0].function.name", equalTo("get_weather"))
        .body(
            "choices[0].message.tool_calls[0].function.arguments",
            equalTo("{\"location\": \"Paris\"}"))
        .body("choices[0].message.tool_calls[1].function.name", equalTo("get_time"));
  }

  @Test
  void contentIsNullWhereThereAreOnlyCalls() {
    post(body("CASE only-call", TOOLS))
        .body("choices[0].message.tool_calls", hasSize(1))
        .body("choices[0].message.containsKey('content')", equalTo(true))
        .body("choices[0].message.content", nullValue());
  }

  @Test
  void stopsAfterOneCallWhereOnlyOneIsWanted() {
    post(body("CASE tool-call", TOOLS, "\"parallel_tool_calls\": false"))
        .body("choices[0].finish_reason", equalTo("tool_calls"))
        .body("choices[0].message.tool_calls", hasSize(1));
  }

  @Test
  void discardsCallsWhereNoneAreWanted() {
    post(body("CASE tool-call", TOOLS, "\"tool_choice\": \"none\""))
        .body("choices[0].finish_reason", equalTo("stop"))
        .body("choices[0].message.content", equalTo("I'll look."))
        .body("choices[0].message.tool_calls", nullValue());
  }

  @Test
  void showsToolsToTheModelOnlyWhereItMayCallThem() {
    post(body("Hi", TOOLS)).statusCode(200);
    assertTrue(engine.prompts().getLast().contains("get_weather"));
    post(body("Hi", TOOLS, "\"tool_choice\": \"none\"")).statusCode(200);
    assertFalse(engine.prompts().getLast().contains("get_weather"));
  }

  @Test
  void keepsCharactersThatSpanTokens() {
    post(body("CASE unicode")).body("choices[0].message.content", equalTo("Grüße, 世界 🌙!"));
  }

  @Test
  void endsAtAStopText() {
    post(body("CASE stop", "\"stop\": \"\\nObservation:\""))
        .body("choices[0].message.content", equalTo("one two"))
        .body("choices[0].finish_reason", equalTo("stop"));
    post(body("CASE stop", "\"stop\": [\"absent\", \"wo\"]"))
        .body("choices[0].message.content", equalTo("one t"));
  }

  @Test
  void reportsTheTokenLimit() {
    post(body("Hi", "\"max_tokens\": 4"))
        .body("choices[0].message.content", equalTo("Hell"))
        .body("choices[0].finish_reason", equalTo("length"));
    post(body("Hi", "\"max_completion_tokens\": 2", "\"max_tokens\": 4"))
        .body("choices[0].message.content", equalTo("He"));
    post(body("CASE length")).body("choices[0].finish_reason", equalTo("length"));
  }

  @Test
  void rendersAllSortsOfMessages() {
    post("""
        {"model": "kimi-test", "unknown_field": [1], "messages": [
          {"role": "system", "content": "S"},
          {"role": "developer", "content": [{"type": "text", "text": "D1"}, {"type": "text", "text": "D2"}]},
          {"role": "user", "name": "ann", "content": "weather?"},
          {"role": "assistant", "content": null, "reasoning_content": "hm", "tool_calls": [
            {"id": "functions.get_weather:0", "type": "function",
             "function": {"name": "get_weather", "arguments": {"location": "Oslo"}}}]},
          {"role": "tool", "tool_call_id": "functions.get_weather:0", "content": "rain"}]}""")
        .statusCode(200);
    String prompt = engine.prompts().getLast();
    for (String part : new String[] {"D1", "weather?", "{\"location\": \"Oslo\"}", "rain"}) {
      assertTrue(prompt.contains(part), part + " is not in " + prompt);
    }
  }

  @Test
  void acceptsEveryNameOfTheModelAndNoOther() {
    post(body("Hi", "\"model\": \"kimi-test\"")).statusCode(200).body("model", equalTo("m"));
    post(body("Hi", "\"model\": \"no-such\""))
        .statusCode(404)
        .body("error.code", equalTo("model_not_found"))
        .body("error.param", equalTo("model"))
        .body("error.message", containsString("no-such"));
  }

  @Test
  void refusesAPromptThatFillsTheContext() {
    post(body("x".repeat(66_000), "\"stream\": true"))
        .statusCode(400)
        .contentType("application/json")
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.code", equalTo("context_length_exceeded"))
        .body("error.message", containsString("maximum context length is 65536 tokens"))
        .body("error.message", containsString("resulted in 66"));
  }

  @Test
  void doesNotCountTheTokensOfAPromptThatIsTooLongByFar() {
    post(body("x".repeat(3_000_000)))
        .statusCode(400)
        .body("error.code", equalTo("context_length_exceeded"))
        .body("error.message", containsString("resulted in at least 1"));
  }

  @Test
  void tellsWhenItIsBusy() {
    post(body("CASE busy"))
        .statusCode(429)
        .header("Retry-After", "2")
        .body("error.type", equalTo("rate_limit_error"));
  }

  @Test
  void tellsWhenTheEngineFails() {
    post(body("CASE fails-later")).statusCode(500).body("error.type", equalTo("server_error"));
    assertEquals(0, engine.running());
  }
}
