package io.perilune.server.api.openai;

import static io.perilune.server.ScriptedServer.body;
import static io.perilune.server.ScriptedServer.post;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of answers is compiled or refused before anything is generated. */
@QuarkusTest
class OutputConstraintsTest {
  private static final String TOOLS =
      "\"tools\": ["
          + "{\"type\": \"function\", \"function\": {\"name\": \"get_time\","
          + " \"parameters\": {\"type\": \"object\", \"properties\": {\"zone\": {\"type\": \"string\"}}}}},"
          + "{\"type\": \"function\", \"function\": {\"name\": \"get_date\"}}]";

  @Inject ModelHost host;

  @BeforeEach
  void load() {
    ScriptedServer.engine(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tool_choice\": \"required\"",
        "\"tool_choice\": \"auto\"",
        "\"tool_choice\": \"none\"",
        "\"tool_choice\": {\"type\": \"function\", \"function\": {\"name\": \"get_time\"}}",
        "\"tool_choice\": {\"type\": \"allowed_tools\", \"allowed_tools\": {\"mode\": \"required\","
            + " \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"get_date\"}}]}}",
        "\"tool_choice\": {\"type\": \"allowed_tools\", \"allowed_tools\": {"
            + " \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"get_date\"}}]}}",
        "\"parallel_tool_calls\": false, \"tool_choice\": \"required\"",
        "\"response_format\": {\"type\": \"json_object\"}",
        "\"tool_choice\": \"none\", \"grammar\": \"root ::= [a-z]+\"",
      })
  void takesWhatCanBeEnforcedWithTools(String fields) {
    post(body("Hi", TOOLS, fields)).statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"response_format\": {\"type\": \"text\"}",
        "\"response_format\": {\"type\": \"json_object\"}",
        "\"response_format\": {\"type\": \"json_object\", \"schema\": {\"type\": \"array\"}}",
        "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"x\","
            + " \"schema\": {\"not\": {}}}}",
        "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"x\","
            + " \"strict\": true, \"schema\": {\"type\": \"string\", \"format\": \"date\"}}}",
        "\"json_schema\": {\"type\": \"integer\"}",
        "\"grammar\": \"root ::= \\\"yes\\\" | \\\"no\\\"\"",
        "\"grammar\": \"\"",
      })
  void takesWhatCanBeEnforcedOfContent(String fields) {
    post(body("Hi", fields)).statusCode(200).body("choices[0].message.content", equalTo("Hello!"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "tool_choice | \"tool_choice\": \"required\"",
        "tool_choice | \"tool_choice\": {\"type\": \"function\", \"function\": {\"name\": \"f\"}}",
        "response_format.type | \"response_format\": {\"type\": \"yaml\"}",
        "response_format.type | \"response_format\": {}",
        "response_format.json_schema | \"response_format\": {\"type\": \"json_schema\"}",
        "response_format.json_schema.schema | \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {}}",
        "response_format.json_schema.schema | \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"schema\": {\"type\": 1}}}",
        "response_format.json_schema.schema | \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"strict\": true, \"schema\": {\"not\": {}}}}",
        "response_format.json_schema.schema | \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"schema\": {\"type\": \"array\", \"items\": {\"$ref\": \"#\"}, \"minItems\": 1}}}",
        "json_schema | \"json_schema\": {\"type\": \"integer\"}, \"response_format\": {\"type\": \"json_object\"}",
        "json_schema | \"json_schema\": {\"type\": \"integer\", \"minimum\": 2, \"maximum\": 1}",
        "grammar | \"grammar\": \"root ::= (\"",
        "grammar | \"grammar\": \"other ::= [a]\"",
        "grammar | \"grammar\": \"root ::= root\"",
        "grammar | \"grammar\": 7",
        "grammar | \"grammar\": \"root ::= [a]\", \"response_format\": {\"type\": \"json_object\"}",
      })
  void refusesWhatCannotAndNamesTheField(String field, String fields) {
    post(body("Hi", fields))
        .statusCode(400)
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.param", equalTo(field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "response_format | \"tool_choice\": \"required\", \"response_format\": {\"type\": \"json_object\"}",
        "grammar | \"grammar\": \"root ::= [a]\"",
        "tool_choice | \"tool_choice\": {\"type\": \"function\", \"function\": {\"name\": \"get_place\"}}",
        "tool_choice | \"tool_choice\": {\"type\": \"allowed_tools\", \"allowed_tools\": {\"tools\": [{\"function\": {\"name\": \"get_place\"}}]}}",
        "tool_choice.allowed_tools.mode | \"tool_choice\": {\"type\": \"allowed_tools\", \"allowed_tools\": {\"mode\": \"none\", \"tools\": []}}",
        "tool_choice.allowed_tools.tools | \"tool_choice\": {\"type\": \"allowed_tools\", \"allowed_tools\": {\"tools\": []}}",
      })
  void refusesWhatDoesNotGoWithTools(String field, String fields) {
    post(body("Hi", TOOLS, fields)).statusCode(400).body("error.param", equalTo(field));
  }

  @Test
  void saysWhichKeywordOfAStrictToolIsNotEnforced() {
    String tool =
        "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\", \"strict\": %s,"
            + " \"parameters\": {\"properties\": {\"a\": {\"uniqueItems\": true}}}}}]";
    post(body("Hi", tool.formatted("true")))
        .statusCode(400)
        .body("error.param", equalTo("tools[0].function.parameters"))
        .body("error.message", containsString("properties.a.uniqueItems is a keyword"));
    post(body("Hi", tool.formatted("false"))).statusCode(200);
    post(body("Hi", tool.formatted("null"))).statusCode(200);
  }

  @Test
  void streamsAreRefusedBeforeTheyBegin() {
    post(body("Hi", "\"stream\": true", "\"grammar\": \"root ::= (\""))
        .statusCode(400)
        .body("error.message", containsString("grammar"));
  }
}
