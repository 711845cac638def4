package io.perilune.server.api.llamaserver;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ScriptedEngine;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripted engine's vocabulary: the bytes, and control tokens behind them. */
@QuarkusTest
class CompletionTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject ModelHost host;
  private ScriptedEngine engine;

  @BeforeEach
  void load() {
    engine = ScriptedServer.engine(host);
  }

  private static ValidatableResponse complete(String... fields) {
    return post("/completion", fields);
  }

  private static ValidatableResponse post(String path, String... fields) {
    return RestAssured.given()
        .contentType(ContentType.JSON)
        .body("{" + String.join(", ", fields) + "}")
        .post(path)
        .then();
  }

  private static List<JsonNode> events(String... fields) throws Exception {
    String[] all = Arrays.copyOf(fields, fields.length + 1);
    all[fields.length] = "\"stream\": true";
    List<JsonNode> events = new ArrayList<>();
    for (String event : complete(all).extract().body().asString().split("\n\n")) {
      events.add(JSON.readTree(event.substring("data: ".length())));
    }
    return events;
  }

  @Test
  void continuesTextAndSaysHow() {
    complete("\"prompt\": \"Once\"", "\"temperature\": 0", "\"seed\": 7")
        .statusCode(200)
        .body("content", equalTo("Hello!"))
        .body("stop", equalTo(true))
        .body("stop_type", equalTo("eos"))
        .body("stopping_word", equalTo(""))
        .body("model", equalTo("m"))
        .body("prompt", equalTo("Once"))
        .body("tokens", hasSize(0))
        .body("tokens_predicted", equalTo(6))
        .body("tokens_evaluated", equalTo(4))
        .body("truncated", equalTo(false))
        .body("timings.predicted_n", equalTo(6))
        .body("generation_settings.temperature", equalTo(0f))
        .body("generation_settings.seed", equalTo(7))
        .body("generation_settings.n_predict", equalTo(-1))
        .body("completion_probabilities", nullValue());
    post("/completions", "\"prompt\": \"Once\"").body("content", equalTo("Hello!"));
  }

  @Test
  void takesTokensAndMixedPrompts() {
    int end =
        host.model(java.util.Optional.empty()).tokenizer().control("<|im_end|>").orElseThrow();
    complete("\"prompt\": [72, 105]").body("prompt", equalTo("Hi"));
    complete("\"prompt\": [\"a\", " + end + ", 72, \"<|im_end|>\"]")
        .statusCode(200)
        .body("prompt", equalTo("a<|im_end|>H<|im_end|>"))
        .body("tokens_evaluated", equalTo(13));
  }

  @Test
  void readsNamesOfControlTokensOnlyIfTold() {
    complete("\"prompt\": \"a<|im_end|>\"").body("tokens_evaluated", equalTo(11));
    complete("\"prompt\": \"a<|im_end|>\"", "\"parse_special\": true")
        .body("tokens_evaluated", equalTo(2));
  }

  @Test
  void saysWhyItEnded() {
    complete("\"prompt\": \"CASE stop\"", "\"stop\": [\" two\"]")
        .body("content", equalTo("one"))
        .body("stop_type", equalTo("word"))
        .body("stopping_word", equalTo(" two"));
    complete("\"prompt\": \"CASE stop\"", "\"n_predict\": 3")
        .body("content", equalTo("one"))
        .body("stop_type", equalTo("limit"));
  }

  @Test
  void givesTokensAndProbabilities() {
    complete("\"prompt\": \"Hi\"", "\"n_probs\": 1", "\"return_tokens\": true")
        .body("tokens", equalTo(List.of(72, 101, 108, 108, 111, 33)))
        .body("completion_probabilities.token.join('')", equalTo("Hello!"))
        .body("completion_probabilities[0].id", equalTo(72))
        .body("completion_probabilities[0].top_logprobs[0].token", equalTo("H"));
    complete("\"prompt\": \"Hi\"", "\"return_tokens\": true")
        .body("tokens", hasSize(6))
        .body("completion_probabilities", nullValue());
  }

  @Test
  void streamsPartsAndEndsWithTheWholeStory() throws Exception {
    List<JsonNode> events = events("\"prompt\": \"Hi\"", "\"return_tokens\": true");
    JsonNode last = events.removeLast();
    assertTrue(last.get("stop").asBoolean());
    assertEquals("", last.get("content").asText());
    assertEquals(6, last.get("tokens_predicted").asInt());
    StringBuilder text = new StringBuilder();
    for (JsonNode event : events) {
      assertFalse(event.get("stop").asBoolean());
      text.append(event.get("content").asText());
    }
    assertEquals("Hello!", text.toString());
    assertEquals(72, events.getFirst().at("/tokens/0").asInt());
  }

  @Test
  void tellsProgressIfAsked() throws Exception {
    String prompt = "\"prompt\": \"CASE slow-prefill\"";
    List<JsonNode> told = events(prompt, "\"return_progress\": true");
    JsonNode progress = told.getFirst().get("prompt_progress");
    assertEquals(17, progress.get("total").asInt());
    assertTrue(progress.get("processed").asInt() < 17);
    List<JsonNode> silent = events(prompt);
    assertTrue(silent.size() > 6, silent.size() + " events");
    assertTrue(silent.stream().noneMatch(event -> event.has("prompt_progress")));
  }

  @Test
  void failsInsideAStreamWithAnError() throws Exception {
    JsonNode last = events("\"prompt\": \"CASE fails-later\"").getLast();
    assertEquals("server_error", last.at("/error/type").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "prompt          | null",
        "prompt          | \"\"",
        "prompt          | []",
        "prompt          | [\"a\", \"b\"]",
        "prompt          | [\"a\", 1000000]",
        "prompt          | [\"a\", 1, {}]",
        "n_predict       | 0",
        "n_predict       | -2",
        "n_probs         | 1000",
        "ignore_eos      | true",
        "cache_prompt    | 1",
        "return_progress | 1",
        "json_schema     | {\"type\": 7}",
        "grammar         | \"root ::= (\"",
      })
  void namesTheFieldAtFault(String field, String value) {
    String own = "\"" + field + "\": " + value;
    String prompt = field.equals("prompt") ? "\"model\": \"m\"" : "\"prompt\": \"Hi\"";
    complete(prompt, own).statusCode(400).body("error.message", containsString(field));
  }

  @Test
  void refusesTwoFormsAndPromptsThatDoNotFit() {
    complete("\"prompt\": \"a\"", "\"json_schema\": {}", "\"grammar\": \"root ::= \\\"a\\\"\"")
        .statusCode(400);
    complete("\"prompt\": \"" + "x".repeat(70_000) + "\"")
        .statusCode(400)
        .body("error.code", equalTo("context_length_exceeded"))
        .body("error.param", equalTo("prompt"));
    assertEquals(0, engine.running());
  }

  @Test
  void listsSlotsAndProperties() {
    RestAssured.get("/slots")
        .then()
        .statusCode(200)
        .body("$", hasSize(4))
        .body("[3].id", equalTo(3))
        .body("[0].n_ctx", equalTo(65_536))
        .body("is_processing", equalTo(List.of(false, false, false, false)));
    RestAssured.get("/slots?fail_on_no_slot=1").then().statusCode(200);
    post("/slots/0?action=save", "\"filename\": \"../a\"")
        .statusCode(501)
        .body("error.type", equalTo("not_supported_error"));
    RestAssured.get("/props")
        .then()
        .body("total_slots", equalTo(4))
        .body("model_path", equalTo("m"))
        .body("default_generation_settings.n_ctx", equalTo(65_536))
        .body("default_generation_settings.params.top_k", equalTo(40))
        .body("default_generation_settings.params.samplers[0]", equalTo("penalties"))
        .body("modalities.vision", equalTo(false))
        .body("build_info", containsString("perilune"))
        .body("eos_token", equalTo("<|im_end|>"));
  }
}
