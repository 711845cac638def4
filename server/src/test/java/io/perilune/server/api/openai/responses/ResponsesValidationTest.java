package io.perilune.server.api.openai.responses;

import static io.perilune.server.api.openai.responses.ResponsesClient.TOOLS;
import static io.perilune.server.api.openai.responses.ResponsesClient.body;
import static io.perilune.server.api.openai.responses.ResponsesClient.post;
import static io.perilune.server.api.openai.responses.ResponsesClient.question;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused, and fields that are accepted without effect. */
@QuarkusTest
class ResponsesValidationTest {
  @Inject ModelHost host;

  @BeforeEach
  void load() {
    ScriptedServer.engine(host);
  }

  private static void refused(String body, String field) {
    post(body)
        .statusCode(400)
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.param", equalTo(field))
        .body("error.message", containsString(field))
        .body("error.message", not(containsString("Exception")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "model                | 7",
        "model                | \" \"",
        "temperature          | 5.5",
        "top_p                | 2",
        "top_logprobs         | 3",
        "max_output_tokens    | 0",
        "max_output_tokens    | 1.5",
        "stream               | \"yes\"",
        "store                | 1",
        "background           | true",
        "previous_response_id | \"resp_1\"",
        "conversation         | {\"id\": \"conv_1\"}",
        "prompt               | {\"id\": \"pmpt_1\"}",
        "parallel_tool_calls  | 0",
        "instructions         | []",
        "metadata             | []",
        "include              | \"all\"",
        "reasoning            | \"high\"",
        "text                 | \"json\"",
        "tools                | {}",
        "tool_choice          | \"any\"",
        "tool_choice          | \"required\"",
      })
  void namesTheFieldAtFault(String field, String value) {
    refused(question("Hi", "\"" + field + "\": " + value), field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "input            | null",
        "input            | 7",
        "input            | []",
        "input[0]         | [7]",
        "input[0].role    | [{\"content\": \"Hi\"}]",
        "input[0].role    | [{\"role\": \"robot\", \"content\": \"Hi\"}]",
        "input[0].content | [{\"role\": \"user\"}]",
        "input[0].content[0].type | [{\"role\": \"user\", \"content\": [{\"type\":"
            + " \"input_image\"}]}]",
        "input[0].content[0].text | [{\"role\": \"user\", \"content\": [{\"type\":"
            + " \"input_text\"}]}]",
        "input[1].type    | [{\"role\": \"user\", \"content\": \"\"}, {\"type\": \"dream\"}]",
        "input[0].type    | [{\"type\": \"item_reference\", \"id\": \"msg_1\"}]",
        "input[0].call_id | [{\"type\": \"function_call\", \"name\": \"f\", \"arguments\": \"\"}]",
        "input[0].name    | [{\"type\": \"function_call\", \"call_id\": \"c\", \"arguments\":"
            + " \"\"}]",
        "input[0].arguments | [{\"type\": \"function_call\", \"call_id\": \"c\", \"name\": \"f\"}]",
        "input[0].input   | [{\"type\": \"custom_tool_call\", \"call_id\": \"c\", \"name\":"
            + " \"f\"}]",
        "input[0].output  | [{\"type\": \"function_call_output\", \"call_id\": \"c\"}]",
      })
  void namesTheItemAtFault(String field, String input) {
    refused(body(input), field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "tools[0].type          | [{}]",
        "tools[0].name          | [{\"type\": \"function\"}]",
        "tools[0].name          | [{\"type\": \"function\", \"name\": \"a b\"}]",
        "tools[0].parameters    | [{\"type\": \"function\", \"name\": \"f\", \"parameters\": 1}]",
        "tools[0].tools         | [{\"type\": \"namespace\", \"name\": \"n\"}]",
        "tools[0].tools[0].name | [{\"type\": \"namespace\", \"name\": \"n\", \"tools\":"
            + " [{\"type\": \"function\"}]}]",
      })
  void namesTheToolAtFault(String field, String tools) {
    refused(question("Hi", "\"tools\": " + tools), field);
  }

  @Test
  void strictSchemasThatCannotBeEnforcedAreNamedWhereTheyStand() {
    refused(
        question(
            "Hi",
            "\"tools\": [{\"type\": \"web_search\"}, {\"type\": \"namespace\", \"name\": \"a\","
                + " \"tools\": [{\"type\": \"function\", \"name\": \"b\", \"strict\": true,"
                + " \"parameters\": {\"type\": \"object\", \"not\": {}}}]}]"),
        "tools[1].tools[0].parameters");
  }

  @Test
  void tooLongConversationsAreAMatterOfTheInput() {
    post(question("x".repeat(70_000)))
        .statusCode(400)
        .body("error.code", equalTo("context_length_exceeded"))
        .body("error.param", equalTo("input"));
  }

  @Test
  void namesOfToolsMustDiffer() {
    post(question(
            "Hi",
            "\"tools\": [{\"type\": \"custom\", \"name\": \"a__b\"}, {\"type\": \"namespace\","
                + " \"name\": \"a\", \"tools\": [{\"type\": \"function\", \"name\": \"b\"}]}]"))
        .statusCode(400)
        .body("error.param", equalTo("tools[1].tools[0].name"))
        .body("error.message", containsString("a__b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"function\", \"name\": \"absent\"}",
        "{\"type\": \"allowed_tools\", \"tools\": [{\"type\": \"function\", \"name\": \"absent\"}]}"
      })
  void choicesMustNameAToolThatIsThere(String choice) {
    post(question("Hi", TOOLS, "\"tool_choice\": " + choice))
        .statusCode(400)
        .body("error.param", equalTo("tool_choice"))
        .body("error.message", containsString("absent"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"type\": \"grammar\"",
        "\"type\": \"json_schema\"",
        "\"type\": \"json_schema\", \"schema\": {\"type\": \"robot\"}"
      })
  void formatsMustBeKnownAndWhole(String format) {
    post(question("Hi", "\"text\": {\"format\": {" + format + "}}"))
        .statusCode(400)
        .body("error.param", containsString("text.format"));
  }

  @Test
  void acceptsWhatSteersOnlyTheServiceOfOpenAi() {
    post(question(
            "Hi",
            """
            "store": true, "truncation": "auto", "service_tier": "auto", "background": false,
            "include": ["reasoning.encrypted_content", "web_search_call.action.sources"],
            "client_metadata": {"session": "s"}, "safety_identifier": "x", "max_tool_calls": 3,
            "stream_options": {"include_obfuscation": false}, "previous_response_id": null,
            "conversation": null, "context_management": [{"type": "compaction"}]\
            """))
        .statusCode(200)
        .body("store", equalTo(false))
        .body("truncation", equalTo("disabled"));
  }

  @Test
  void errorsAreThoseOfOpenAi() {
    post(question("Hi", "\"model\": \"absent\""))
        .statusCode(404)
        .body("error.code", equalTo("model_not_found"));
    post("{").statusCode(400).body("error.type", equalTo("invalid_request_error"));
    RestAssured.get("/v1/responses/resp_1").then().statusCode(404);
    RestAssured.given()
        .contentType("text/plain")
        .body(question("Hi"))
        .post("/v1/responses")
        .then()
        .statusCode(415);
  }
}
