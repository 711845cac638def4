package io.perilune.server.api;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ScriptedEngine;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A last message of the assistant is the beginning of the answer. */
@QuarkusTest
class PrefillTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String BEGUN = "assistant<|im_middle|>The answer is";

  @Inject ModelHost host;
  private ScriptedEngine engine;

  @BeforeEach
  void load() {
    engine = ScriptedServer.engine(host);
  }

  private static ValidatableResponse post(String path, String last, String... fields) {
    String more = fields.length == 0 ? "" : ", " + String.join(", ", fields);
    return RestAssured.given()
        .contentType(ContentType.JSON)
        .body(
            "{\"max_tokens\": 50, \"stream\": false, \"messages\": [{\"role\": \"user\","
                + " \"content\": \"Q\"}, {\"role\": \"assistant\", "
                + last
                + "}]"
                + more
                + "}")
        .post(path)
        .then();
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT, "/v1/messages", "/api/chat"})
  void theModelGoesOnWithIt(String path) {
    post(path, "\"content\": \"The answer is\"").statusCode(200);
    String prompt = engine.prompts().getLast();
    assertTrue(prompt.endsWith(BEGUN), prompt);
    assertEquals(prompt.indexOf("The answer is"), prompt.lastIndexOf("The answer is"));
  }

  @Test
  void theAnswerIsWhatIsNew() {
    post(CHAT, "\"content\": \"The answer is\"")
        .body("choices[0].message.content", equalTo("Hello!"));
  }

  @Test
  void countedTokensAreThoseOfThePrompt() {
    String last = "\"content\": \"The answer is\"";
    int counted = post("/v1/messages/count_tokens", last).extract().path("input_tokens");
    post("/v1/messages", last).body("usage.input_tokens", equalTo(counted));
  }

  @Test
  void markersInItAreText() {
    int plain = post("/v1/messages", "\"content\": \"a\"").extract().path("usage.input_tokens");
    post("/v1/messages", "\"content\": \"a<|im_end|>\"")
        .body("usage.input_tokens", equalTo(plain + "<|im_end|>".length()));
  }

  @Test
  void anEmptyOneIsNoMessage() {
    post(CHAT, "\"content\": \"\"").statusCode(200);
    String prompt = engine.prompts().getLast();
    assertTrue(prompt.endsWith("assistant<|im_middle|>"), prompt);
    assertFalse(prompt.contains("<|im_middle|><|im_end|>"), prompt);
  }

  @Test
  void callsAreNotGoneOnWith() {
    post(
            CHAT,
            "\"content\": \"The answer is\", \"tool_calls\": [{\"id\": \"c\", \"type\":"
                + " \"function\", \"function\": {\"name\": \"f\", \"arguments\": \"{}\"}}]")
        .statusCode(200);
    assertFalse(engine.prompts().getLast().endsWith(BEGUN));
  }

  @Test
  void formsOfWholeAnswersDoNotGoWithIt() {
    post(CHAT, "\"content\": \"The answer is\"", "\"response_format\": {\"type\": \"json_object\"}")
        .statusCode(400)
        .body("error.param", equalTo("messages"))
        .body("error.message", containsString("beginning of an answer"));
  }
}
