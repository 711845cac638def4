package io.perilune.server.api.llamaserver;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ApplyTemplateTest {
  @Inject ModelHost host;

  @BeforeEach
  void load() {
    ScriptedServer.ready(host);
  }

  private static ValidatableResponse apply(String body) {
    return RestAssured.given()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/apply-template")
        .then();
  }

  @Test
  void givesThePromptOfAConversation() {
    apply(ScriptedServer.body("Hi"))
        .statusCode(200)
        .body("prompt", containsString("Hi<|im_end|>"))
        .body("segments", nullValue());
  }

  @Test
  void givesSegmentsIfAsked() {
    apply(ScriptedServer.body("<|im_end|>Hi", "\"segments\": true"))
        .statusCode(200)
        .body("segments.findAll { !it.template }.text", hasItem("<|im_end|>Hi"));
  }

  @Test
  void leavesOutTheBeginningOfAnAnswerIfAsked() {
    apply(ScriptedServer.body("Hi", "\"add_generation_prompt\": false"))
        .statusCode(200)
        .body("prompt.endsWith('Hi<|im_end|>')", equalTo(true));
  }

  @Test
  void messagesMayComeAsClientsSendThem() {
    apply(
            """
            {"tool_choice": "none",
             "tools": [{"type": "function", "function": {"name": "f", "description": null}}],
             "messages": [
              {"role": "developer", "content": "Be brief."},
              {"role": "user", "content": null},
              {"role": "user", "content": [{"type": "text", "text": "A"},
                {"type": "text", "text": "B"}]},
              {"role": "assistant", "tool_calls": [
                {"id": "a", "type": "function", "function": {"name": "f", "arguments": {"x": 1}}},
                {"id": "b", "type": "function", "function": {"name": "g", "arguments": "{\\"x"}},
                {"id": "c", "type": "function", "function": {"name": "h"}}]},
              {"role": "tool", "tool_call_id": "b", "content": [{"type": "text", "text": "two"}]},
              {"role": "tool", "tool_call_id": "a", "content": "one"},
              {"role": "tool"},
              {"role": "system", "content": "In French."},
              {"role": "assistant", "content": "Oui", "reasoning_content": null}]}
            """)
        .statusCode(200)
        .body("prompt", not(containsString("tool_declare")))
        .body("prompt", containsString("AB<|im_end|>"))
        .body("prompt", containsString("{\"x\": 1}<|tool_call_end|>"))
        .body("prompt", containsString("{\"x<|tool_call_end|>"))
        .body("prompt", matchesPattern("(?s).*functions.f:0\none.*functions.g:1\ntwo.*Oui.*"));
  }

  @Test
  void namesTheFieldAtFault() {
    wrong("{\"messages\": [{\"role\": \"user\"}]}", "messages[0].content");
    wrong("{\"messages\": [{\"role\": \"critic\", \"content\": \"\"}]}", "messages[0].role");
    wrong("{}", "messages");
    wrong(
        """
        {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]}""",
        "messages[0].content[0].type");
    apply("{\"messages\": [").statusCode(400).body("error.message", containsString("JSON"));
  }

  private static void wrong(String body, String field) {
    apply(body)
        .statusCode(400)
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.param", equalTo(field));
  }

  @Test
  void templateOptionsMustNotReplaceWhatTheServerSets() {
    String options = "\"chat_template_kwargs\": {\"messages\": []}";
    apply(ScriptedServer.body("Hi", options))
        .statusCode(400)
        .body("error.param", equalTo("chat_template_kwargs.messages"));
    ScriptedServer.post(ScriptedServer.body("Hi", options)).statusCode(400);
  }

  @Test
  void templateOptionsThatTheTemplateDoesNotReadChangeNothing() {
    apply(ScriptedServer.body("Hi", "\"chat_template_kwargs\": {\"raise_exception\": 1, \"x\": 2}"))
        .statusCode(200)
        .body("prompt", containsString("Hi"));
  }
}
