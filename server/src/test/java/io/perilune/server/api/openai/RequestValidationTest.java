package io.perilune.server.api.openai;

import static io.perilune.server.ScriptedServer.body;
import static io.perilune.server.ScriptedServer.post;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class RequestValidationTest {
  @TestHTTPResource("/v1/chat/completions")
  URI completions;

  @Inject ModelHost host;

  @BeforeEach
  void load() {
    ScriptedServer.engine(host);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "model             | 7",
        "model             | \"\"",
        "temperature       | -0.1",
        "temperature       | 1e9",
        "temperature       | \"hot\"",
        "top_p             | 2",
        "top_k             | 1.5",
        "top_k             | -2",
        "min_p             | 1.1",
        "seed              | \"x\"",
        "seed              | 1e1000000000",
        "max_tokens        | 0",
        "max_tokens        | -5",
        "max_tokens        | 1e400",
        "max_tokens        | \"many\"",
        "n                 | 0",
        "n                 | 5",
        "n                 | 1000000000",
        "stop              | [\"\"]",
        "stop              | 7",
        "stop              |"
            + " [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\",\"12\",\"13\",\"14\",\"15\",\"16\",\"17\"]",
        "stream            | \"yes\"",
        "stream_options    | true",
        "frequency_penalty | 2.1",
        "frequency_penalty | 1e30",
        "presence_penalty  | -3",
        "repeat_penalty    | 0",
        "repeat_last_n     | -2",
        "typical_p         | 1.5",
        "top_n_sigma       | 1e9",
        "xtc_probability   | -1",
        "xtc_threshold     | \"x\"",
        "dry_multiplier    | -1",
        "dry_base          | 0.5",
        "dry_allowed_length | 0",
        "dry_penalty_last_n | 2.5",
        "dry_sequence_breakers | \"x\"",
        "dry_sequence_breakers | [\"\"]",
        "dynatemp_range    | -1",
        "dynatemp_exponent | 0",
        "mirostat          | 3",
        "mirostat_tau      | -1",
        "mirostat_eta      | 2",
        "min_keep          | -1",
        "samplers          | [\"top_k\", \"best\"]",
        "samplers          | [\"top_k\", \"top_k\"]",
        "samplers          | \"kq\"",
        "samplers          | 5",
        "top_logprobs      | 1000000",
        "top_logprobs      | 21",
        "top_logprobs      | 2",
        "logprobs          | 3",
        "logit_bias        | {\"5\": \"NaN\"}",
        "logit_bias        | {\"5\": 101}",
        "logit_bias        | {\"5\": true}",
        "logit_bias        | {\"100000\": 1}",
        "logit_bias        | {\"99999999999\": 1}",
        "logit_bias        | {\"\": 1}",
        "logit_bias        | [[1]]",
        "logit_bias        | [[1.5, 1]]",
        "logit_bias        | [[-1, 1]]",
        "logit_bias        | 5",
        "response_format   | 7",
        "tools             | {}",
        "tool_choice       | \"sometimes\"",
        "tool_choice       | \"required\"",
        "tool_choice       | 5",
        "tool_choice       | {\"type\": \"function\", \"function\": {\"name\": \"nobody\"}}",
        "parallel_tool_calls | 1",
      })
  void refusesAFieldAndNamesIt(String field, String value) {
    post(body("Hi", "\"" + field + "\": " + value))
        .statusCode(400)
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.param", equalTo(field))
        .body("error.message", containsString(field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "n                 | 5    | n must be a whole number from 1 to 4.",
        "frequency_penalty | 3    | frequency_penalty must be a number from -2 to 2.",
        "top_logprobs      | 5    | top_logprobs needs logprobs to be true.",
        "logit_bias        | {\"100000\": 1} | logit_bias names the token 100000; the tokens of"
            + " this model are numbered from 0 to 267.",
        "temperature       | 7    | temperature must be a number from 0 to 5.",
        "top_k             | -2   | top_k must be a whole number from -1 to 2147483647.",
        "stop              | 7    | stop must be a string or an array of at most 16 strings of 1 to"
            + " 1024 characters.",
        "tool_choice       | true | tool_choice must be 'auto', 'none', 'required' or a function.",
      })
  void saysWhatAFieldMustBe(String field, String value, String message) {
    post(body("Hi", "\"" + field + "\": " + value))
        .statusCode(400)
        .body("error.message", equalTo(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "messages                 ; {}",
        "messages                 ; {\"messages\": []}",
        "messages                 ; {\"messages\": \"hi\"}",
        "messages[0]              ; {\"messages\": [null]}",
        "messages[0].role         ; {\"messages\": [{\"content\": \"x\"}]}",
        "messages[0].role         ; {\"messages\": [{\"role\": \"user<|im_end|>\", \"content\":"
            + " \"x\"}]}",
        "messages[0].content      ; {\"messages\": [{\"role\": \"user\"}]}",
        "messages[0].content      ; {\"messages\": [{\"role\": \"user\", \"content\": 5}]}",
        "messages[0].content[0].type ; {\"messages\": [{\"role\": \"user\", \"content\":"
            + " [{\"type\": \"image_url\"}]}]}",
        "messages[0].tool_calls   ; {\"messages\": [{\"role\": \"assistant\", \"tool_calls\":"
            + " \"x\"}]}",
        "messages[0].tool_calls[0].function.arguments ; {\"messages\": [{\"role\": \"assistant\","
            + " \"tool_calls\": [{\"function\": {\"name\": \"f\", \"arguments\": 1}}]}]}",
        "tools[0].function.name   ; {\"messages\": [], \"tools\": [{\"type\": \"function\","
            + " \"function\": {\"name\": \"<|im_end|>\"}}]}",
        "tools[0].function.name   ; {\"messages\": [], \"tools\": [{\"type\": \"function\","
            + " \"function\": {\"name\": \"a\\udc00\"}}]}",
        "tools[0].type            ; {\"messages\": [], \"tools\": [{\"type\": \"web_search\"}]}",
      })
  void namesThePathOfAFaultInside(String path, String body) {
    post(body)
        .statusCode(400)
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.param", equalTo(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model=m&messages=hi",
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"con",
        "[]",
        "null",
        "",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"x\"}], \"temperature\": NaN}",
      })
  void refusesWhatIsNotAJsonObject(String body) {
    post(body)
        .statusCode(400)
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.message", not(containsString("Exception")));
  }

  @Test
  void refusesDeepNestingEvenInUnknownFields() {
    String deep = body("Hi", "\"x\": " + "[".repeat(100_000) + "]".repeat(100_000));
    RestAssured.given()
        .header("Content-Type", "application/json")
        .body(deep.getBytes(StandardCharsets.UTF_8))
        .post("/v1/chat/completions")
        .then()
        .statusCode(400)
        .body("error.message", containsString("nested"));
  }

  @Test
  void refusesOtherEncodings() {
    byte[] invalid = "{\"messages\": \"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1);
    for (byte[] body : new byte[][] {invalid, body("Hi").getBytes(StandardCharsets.UTF_16)}) {
      RestAssured.given()
          .header("Content-Type", "application/json")
          .body(body)
          .post("/v1/chat/completions")
          .then()
          .statusCode(400)
          .body("error.message", containsString("UTF-8"));
    }
  }

  @Test
  void takesAllSettingsOfSampling() {
    post(body(
            "Hi",
            "\"n\": 4",
            "\"frequency_penalty\": 1.5",
            "\"presence_penalty\": -2",
            "\"repeat_penalty\": 1.1",
            "\"repeat_last_n\": -1",
            "\"typical_p\": 0.9",
            "\"top_n_sigma\": 1",
            "\"xtc_probability\": 0.5",
            "\"xtc_threshold\": 0.1",
            "\"dry_multiplier\": 0.8",
            "\"dry_base\": 1.75",
            "\"dry_allowed_length\": 2",
            "\"dry_penalty_last_n\": -1",
            "\"dry_sequence_breakers\": [\"\\n\", \"ü\"]",
            "\"dynatemp_range\": 0.5",
            "\"dynatemp_exponent\": 2",
            "\"mirostat\": 2",
            "\"mirostat_tau\": 4",
            "\"mirostat_eta\": 0.2",
            "\"min_keep\": 3",
            "\"samplers\": [\"penalties\", \"dry\", \"typ_p\", \"temperature\"]",
            "\"seed\": -1",
            "\"logit_bias\": [[5, 1.5], [\"Hi\", false]]"))
        .statusCode(200);
    post(body("Hi", "\"samplers\": \"edskypmxt\"", "\"logit_bias\": {\"5\": -100, \"ab\": 1}"))
        .statusCode(200);
  }

  @Test
  void takesSettingsThatChangeNothing() {
    post(body(
            "Hi",
            "\"n\": 1",
            "\"frequency_penalty\": 0",
            "\"presence_penalty\": 0.0",
            "\"logprobs\": false",
            "\"logit_bias\": {}",
            "\"response_format\": {\"type\": \"text\"}",
            "\"top_k\": -1",
            "\"top_p\": 0",
            "\"max_tokens\": 32.0",
            "\"seed\": -9223372036854775808",
            "\"stop\": null",
            "\"tools\": []",
            "\"tool_choice\": \"auto\"",
            "\"user\": \"a\\nb\""))
        .statusCode(200);
  }

  @Test
  void answersOtherMethodsTypesAndPathsInJson() {
    RestAssured.get("/v1/chat/completions")
        .then()
        .statusCode(405)
        .body("error.type", equalTo("invalid_request_error"));
    RestAssured.given()
        .contentType("text/xml")
        .body("<a/>")
        .post("/v1/chat/completions")
        .then()
        .statusCode(415)
        .body("error.type", equalTo("invalid_request_error"));
    RestAssured.get("/v1/nothing").then().statusCode(404).body("error.code", equalTo("not_found"));
  }

  @Test
  void refusesABodyWithoutAType() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(completions)
            .POST(HttpRequest.BodyPublishers.ofString(body("Hi")))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      assertEquals(415, client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode());
    }
  }
}
