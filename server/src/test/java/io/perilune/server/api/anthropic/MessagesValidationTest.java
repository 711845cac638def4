package io.perilune.server.api.anthropic;

import static io.perilune.server.api.anthropic.MessagesClient.body;
import static io.perilune.server.api.anthropic.MessagesClient.conversation;
import static io.perilune.server.api.anthropic.MessagesClient.count;
import static io.perilune.server.api.anthropic.MessagesClient.post;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors in the words of the API. */
@QuarkusTest
class MessagesValidationTest {
  @Inject ModelHost host;

  @BeforeEach
  void load() {
    ScriptedServer.engine(host);
  }

  /** Checks what all errors have. */
  private static ValidatableResponse error(ValidatableResponse response, int status, String type) {
    String id =
        response
            .statusCode(status)
            .contentType(ContentType.JSON)
            .body("type", equalTo("error"))
            .body("error.type", equalTo(type))
            .body("error.message", not(containsString("Exception")))
            .body("request_id", startsWith("req_"))
            .extract()
            .path("request_id");
    return response.header("request-id", id);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "model              | 7",
        "temperature        | 1.5",
        "top_p              | 2",
        "top_k              | -1",
        "stop_sequences     | [1]",
        "stop_sequences     | [\"\"]",
        "stream             | \"yes\"",
        "system             | 7",
        "system.0.type      | [{\"type\": \"image\"}]",
        "tools              | \"f\"",
        "tools.0.name       | [{\"input_schema\": {}}]",
        "tools.0.name       | [{\"name\": \"../x y\", \"input_schema\": {}}]",
        "tools.0.input_schema | [{\"name\": \"f\"}]",
        "tools.1.name       | [{\"name\": \"f\", \"input_schema\": {}}, {\"name\": \"f\", \"input_schema\": {}}]",
        "tool_choice        | \"auto\"",
        "tool_choice        | {\"type\": \"any\"}",
        "tool_choice.type   | {\"type\": \"some\"}",
        "tool_choice.name   | {\"type\": \"tool\", \"name\": \"nobody\"}",
        "thinking.type      | {\"type\": \"deep\"}",
        "thinking.budget_tokens | {\"type\": \"enabled\", \"budget_tokens\": -1}",
        "output_config.format.schema | {\"format\": {\"type\": \"json_schema\"}}",
      })
  void refusesAFieldAndNamesIt(String path, String value) {
    String field = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
    error(post(body("Hi", "\"" + field + "\": " + value)), 400, "invalid_request_error")
        .body("error.message", startsWith(path + ": "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "messages.0.role            ; {\"content\": \"x\"}",
        "messages.0.role            ; {\"role\": \"tool\", \"content\": \"x\"}",
        "messages.0.content         ; {\"role\": \"user\"}",
        "messages.0.content         ; {\"role\": \"user\", \"content\": 5}",
        "messages.0.content.0       ; {\"role\": \"user\", \"content\": [\"x\"]}",
        "messages.0.content.0.type  ; {\"role\": \"user\", \"content\": [{\"type\": \"smell\"}]}",
        "messages.0.content.0.type  ; {\"role\": \"user\", \"content\": [{\"type\": \"image\", \"source\": {\"type\": \"url\", \"url\": \"http://127.0.0.1:1/x\"}}]}",
        "messages.0.content.0.text  ; {\"role\": \"user\", \"content\": [{\"type\": \"text\"}]}",
        "messages.0.content.0.tool_use_id ; {\"role\": \"user\", \"content\": [{\"type\": \"tool_result\"}]}",
        "messages.0.content.0.input ; {\"role\": \"assistant\", \"content\": [{\"type\": \"tool_use\", \"id\": \"t\", \"name\": \"f\"}]}",
        "messages.0.content.0.type  ; {\"role\": \"assistant\", \"content\": [{\"type\": \"tool_result\"}]}",
      })
  void namesThePathOfAFaultInAMessage(String path, String message) {
    error(post(conversation(message)), 400, "invalid_request_error")
        .body("error.message", startsWith(path + ": "));
    count(conversation(message)).statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model=m&messages=hi", "{\"model\":", "[]", "null", ""})
  void refusesWhatIsNotAJsonObject(String body) {
    error(post(body), 400, "invalid_request_error");
  }

  @Test
  void needsALimitOfTokens() {
    String body = body("Hi");
    error(post(body.replace("\"max_tokens\": 1000,", "")), 400, "invalid_request_error")
        .body("error.message", startsWith("max_tokens: "));
    error(post(body.replace("1000", "0")), 400, "invalid_request_error")
        .body("error.message", equalTo("max_tokens: must be a whole number from 1 to 2147483647."));
    error(post("{\"max_tokens\": 4}"), 400, "invalid_request_error")
        .body("error.message", startsWith("messages: "));
  }

  @Test
  void knowsNoOtherModels() {
    error(post(body("Hi", "\"model\": \"no-such\"")), 404, "not_found_error")
        .body("error.message", containsString("no-such"));
    error(count(body("Hi", "\"model\": \"no-such\"")), 404, "not_found_error");
  }

  @Test
  void answersOtherMethodsTypesAndPathsInTheSameForm() {
    error(RestAssured.get("/v1/messages").then(), 405, "invalid_request_error");
    error(RestAssured.get("/v1/messages/nothing").then(), 404, "not_found_error");
    error(
        RestAssured.given().contentType("text/xml").body("<a/>").post("/v1/messages").then(),
        415,
        "invalid_request_error");
  }

  @Test
  void anyVersionWillDo() {
    for (String version : new String[] {"2023-06-01", "2026-10-21", "x"}) {
      RestAssured.given()
          .header("anthropic-version", version)
          .header("anthropic-beta", "interleaved-thinking-2025-05-14")
          .contentType(ContentType.JSON)
          .body(body("Hi"))
          .post("/v1/messages?beta=true")
          .then()
          .statusCode(200)
          .header("request-id", startsWith("req_"));
    }
  }

  @Test
  void countsWhatIsThenUsed() {
    String[] bodies = {
      body("Hi"),
      body("CASE tool-call", MessagesClient.TOOLS),
      body("Hi", "\"system\": \"be kind\"")
    };
    for (String body : bodies) {
      int used = post(body).statusCode(200).extract().path("usage.input_tokens");
      int counted =
          count(body.replace("\"max_tokens\": 1000,", ""))
              .statusCode(200)
              .header("request-id", startsWith("req_"))
              .extract()
              .path("input_tokens");
      assertEquals(used, counted);
    }
  }

  @Test
  void countsMoreThanTheContextHolds() {
    int counted = count(body("x".repeat(70_000))).statusCode(200).extract().path("input_tokens");
    assertEquals(70_000, counted, 200);
  }
}
