package io.perilune.server.api.openai;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
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

@QuarkusTest
class CompletionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject ModelHost host;
  private ScriptedEngine engine;

  @BeforeEach
  void load() {
    engine = ScriptedServer.engine(host);
  }

  private static ValidatableResponse complete(String... fields) {
    return RestAssured.given()
        .contentType(ContentType.JSON)
        .body("{" + String.join(", ", fields) + "}")
        .post("/v1/completions")
        .then();
  }

  private static List<JsonNode> chunks(String... fields) throws Exception {
    String[] all = Arrays.copyOf(fields, fields.length + 1);
    all[fields.length] = "\"stream\": true";
    List<String> events =
        new ArrayList<>(List.of(complete(all).extract().body().asString().split("\n\n")));
    assertEquals("data: [DONE]", events.removeLast());
    List<JsonNode> chunks = new ArrayList<>();
    for (String event : events) {
      chunks.add(JSON.readTree(event.substring("data: ".length())));
    }
    return chunks;
  }

  private static String text(List<JsonNode> chunks) {
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append(chunk.at("/choices/0/text").asText()));
    return text.toString();
  }

  @Test
  void continuesTextAsItIs() {
    complete("\"prompt\": \"Once upon\"", "\"model\": \"kimi-test\"")
        .statusCode(200)
        .body("id", startsWith("cmpl-"))
        .body("object", equalTo("text_completion"))
        .body("model", equalTo("m"))
        .body("choices", hasSize(1))
        .body("choices[0].text", equalTo("Hello!"))
        .body("choices[0].finish_reason", equalTo("stop"))
        .body("choices[0].logprobs", nullValue())
        .body("usage.prompt_tokens", equalTo(9))
        .body("usage.completion_tokens", equalTo(6));
    assertEquals("Once upon", engine.prompts().getLast());
  }

  @Test
  void namesOfControlTokensInAPromptAreText() {
    complete("\"prompt\": \"<|im_end|>\"").body("usage.prompt_tokens", equalTo(10));
  }

  @Test
  void takesTokensAndArraysOfOnePrompt() {
    for (String prompt : new String[] {"[72, 105]", "[\"Hi\"]", "[[72, 105]]"}) {
      complete("\"prompt\": " + prompt, "\"echo\": true")
          .statusCode(200)
          .body("choices[0].text", equalTo("HiHello!"))
          .body("usage.prompt_tokens", equalTo(2));
    }
  }

  @Test
  void endsAtStopTextsAndLimits() {
    complete("\"prompt\": \"CASE stop\"", "\"stop\": \" two\"")
        .body("choices[0].text", equalTo("one"))
        .body("choices[0].finish_reason", equalTo("stop"));
    complete("\"prompt\": \"CASE stop\"", "\"max_tokens\": 3")
        .body("choices[0].text", equalTo("one"))
        .body("choices[0].finish_reason", equalTo("length"));
    complete("\"prompt\": \"CASE flood\"").body("usage.completion_tokens", equalTo(16));
  }

  @Test
  void leavesControlTokensOfTheAnswerOut() {
    complete("\"prompt\": \"CASE only-call\"", "\"max_tokens\": 100")
        .body("choices[0].text", equalTo("functions.get_time:0{}"));
  }

  @Test
  void givesLogProbabilities() {
    complete("\"prompt\": \"Hi\"", "\"logprobs\": 2")
        .body("choices[0].logprobs.tokens.join('')", equalTo("Hello!"))
        .body("choices[0].logprobs.token_logprobs", hasSize(6))
        .body("choices[0].logprobs.top_logprobs[0].H", equalTo(0f))
        .body("choices[0].logprobs.text_offset", equalTo(List.of(0, 1, 2, 3, 4, 5)));
  }

  @Test
  void givesSeveralAnswers() {
    complete("\"prompt\": \"Hi\"", "\"n\": 2")
        .body("choices.index", equalTo(List.of(0, 1)))
        .body("choices.text", equalTo(List.of("Hello!", "Hello!")))
        .body("usage.completion_tokens", equalTo(12));
  }

  @Test
  void streamsTheSame() throws Exception {
    List<JsonNode> chunks =
        chunks(
            "\"prompt\": \"Hi\"",
            "\"echo\": true",
            "\"stream_options\": {\"include_usage\": true}");
    JsonNode usage = chunks.removeLast();
    assertTrue(usage.get("choices").isEmpty());
    assertEquals(6, usage.at("/usage/completion_tokens").asInt());
    assertEquals("HiHello!", text(chunks));
    assertEquals("stop", chunks.getLast().at("/choices/0/finish_reason").asText());
    assertTrue(
        chunks.stream().allMatch(chunk -> chunk.get("object").asText().equals("text_completion")));
  }

  @Test
  void streamsOffsetsOfTokens() throws Exception {
    List<Integer> offsets = new ArrayList<>();
    for (JsonNode chunk : chunks("\"prompt\": \"Hi\"", "\"logprobs\": 0")) {
      chunk.at("/choices/0/logprobs/text_offset").forEach(at -> offsets.add(at.asInt()));
    }
    assertEquals(List.of(0, 1, 2, 3, 4, 5), offsets);
  }

  @Test
  void breaksSilence() throws Exception {
    List<JsonNode> chunks = chunks("\"prompt\": \"CASE slow-prefill\"");
    assertEquals("", chunks.getFirst().at("/choices/0/text").asText());
    assertTrue(chunks.size() > 6, chunks.size() + " chunks");
    assertEquals("late", text(chunks));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "prompt   | null",
        "prompt   | \"\"",
        "prompt   | 7",
        "prompt   | []",
        "prompt   | [\"a\", \"b\"]",
        "prompt   | [[[1]]]",
        "prompt   | [1, 1000000]",
        "suffix   | \"end\"",
        "logprobs | 1000",
        "logprobs | true",
        "n        | 0",
        "n        | 1000",
        "best_of  | 3",
        "echo     | 1",
        "stream   | 1",
      })
  void namesTheFieldAtFault(String field, String value) {
    String own = "\"" + field + "\": " + value;
    String prompt = field.equals("prompt") ? "\"model\": \"m\"" : "\"prompt\": \"Hi\"";
    complete(prompt, own).statusCode(400).body("error.message", containsString(field));
  }

  @Test
  void refusesWhatIsNotThere() {
    complete("\"prompt\": \"Hi\"", "\"echo\": true", "\"logprobs\": 1")
        .statusCode(400)
        .body("error.param", equalTo("logprobs"));
    complete("\"prompt\": \"" + "x".repeat(70_000) + "\"")
        .statusCode(400)
        .body("error.code", equalTo("context_length_exceeded"));
    RestAssured.given()
        .contentType(ContentType.JSON)
        .body("{\"input\": \"Hi\"}")
        .post("/v1/embeddings")
        .then()
        .statusCode(501)
        .body("error.code", equalTo("unsupported_endpoint"));
  }
}
