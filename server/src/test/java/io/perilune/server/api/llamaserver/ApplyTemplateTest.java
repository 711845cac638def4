package io.perilune.server.api.llamaserver;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
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
