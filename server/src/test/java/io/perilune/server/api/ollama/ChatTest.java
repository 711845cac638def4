package io.perilune.server.api.ollama;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
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
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class ChatTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WHOLE = "\"stream\": false";
  private static final String TOOLS =
      """
      "tools": [
        {"type": "function", "function": {"name": "get_weather", "parameters": {
          "type": "object", "properties": {"location": {"type": "string"}}}}},
        {"type": "function", "function": {"name": "get_time", "parameters": {
          "type": "object", "properties": {"zone": {"type": "string"}}}}}]\
      """;

  @Inject ModelHost host;
  private ScriptedEngine engine;

  @BeforeEach
  void load() {
    engine = ScriptedServer.engine(host);
  }

  private static ValidatableResponse chat(String body) {
    return RestAssured.given().contentType(ContentType.JSON).body(body).post("/api/chat").then();
  }

  private static ValidatableResponse ask(String text, String... fields) {
    return chat(ScriptedServer.body(text, fields));
  }

  private static List<JsonNode> lines(String text, String... fields) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    ValidatableResponse response =
        ask(text, fields).statusCode(200).contentType("application/x-ndjson");
    for (String line : response.extract().body().asString().split("\n")) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  @Test
  void answersWhole() {
    ask("Hi", WHOLE, "\"model\": \"m:latest\"")
        .statusCode(200)
        .body("model", equalTo("m"))
        .body("message.role", equalTo("assistant"))
        .body("message.content", equalTo("Hello!"))
        .body("message.tool_calls", nullValue())
        .body("done", equalTo(true))
        .body("done_reason", equalTo("stop"))
        .body("eval_count", equalTo(6))
        .body("prompt_eval_count", greaterThan(2));
    ask("CASE length", WHOLE).body("done_reason", equalTo("length"));
  }

  @Test
  void streamsLinesUnlessToldOtherwise() throws Exception {
    List<JsonNode> lines = lines("Hi");
    JsonNode last = lines.removeLast();
    assertTrue(last.get("done").asBoolean());
    assertEquals(6, last.get("eval_count").asInt());
    StringBuilder text = new StringBuilder();
    for (JsonNode line : lines) {
      assertFalse(line.get("done").asBoolean());
      text.append(line.at("/message/content").asText());
    }
    assertEquals("Hello!", text.toString());
  }

  @Test
  void callsHaveTheirArgumentsAsObjects() throws Exception {
    ask("CASE tool-call", WHOLE, TOOLS)
        .body("message.content", equalTo("I'll look."))
        .body("message.tool_calls.function.name", equalTo(List.of("get_weather", "get_time")))
        .body("message.tool_calls[0].function.arguments.location", equalTo("Paris"));
    List<JsonNode> calls =
        lines("CASE tool-call", TOOLS).stream()
            .map(line -> line.at("/message/tool_calls/0/function"))
            .filter(JsonNode::isObject)
            .toList();
    assertEquals(2, calls.size());
    assertEquals("CET", calls.getLast().at("/arguments/zone").asText());
    assertEquals(1, calls.getLast().get("index").asInt());
    ask("CASE bad-arguments", WHOLE, TOOLS)
        .body(
            "message.tool_calls[0].function.arguments.__unparsedToolInput.raw",
            containsString("Par"));
  }

  @Test
  void resultsOfToolsComeBackByName() {
    chat("""
            {"stream": false, "messages": [
              {"role": "user", "content": "Weather?"},
              {"role": "assistant", "content": "", "thinking": "Look it up.", "tool_calls": [
                {"function": {"name": "get_weather", "arguments": {"location": "Paris"}}}]},
              {"role": "tool", "tool_name": "get_weather", "content": "Rain"}], %s}\
            """
            .formatted(TOOLS))
        .statusCode(200);
    String prompt = engine.prompts().getLast();
    assertTrue(prompt.contains("functions.get_weather:0"), prompt);
    assertTrue(prompt.contains("Rain"), prompt);
  }

  @Test
  void optionsAreThoseOfSampling() {
    ask("CASE stop", WHOLE, "\"options\": {\"stop\": [\" two\"], \"temperature\": 0, \"seed\": 1}")
        .statusCode(200)
        .body("message.content", equalTo("one"));
    ask("CASE flood", WHOLE, "\"options\": {\"num_predict\": 3}")
        .body("eval_count", equalTo(3))
        .body("done_reason", equalTo("length"));
    ask("Hi", WHOLE, "\"format\": \"json\"", "\"think\": false").statusCode(200);
    ask("Hi", WHOLE, "\"format\": {\"type\": \"object\"}", "\"think\": \"high\"").statusCode(200);
  }

  @Test
  void breaksSilenceAndFailsWithALine() throws Exception {
    assertTrue(lines("CASE slow-prefill").size() > 6);
    assertTrue(lines("CASE fails-later").getLast().get("error").isTextual());
  }

  @Test
  void noMessagesLoadTheModel() {
    chat("{\"model\": \"m\"}").statusCode(200).body("done_reason", equalTo("load"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "messages             | 7",
        "messages[0].role     | [{\"content\": \"a\"}]",
        "messages[0].images   | [{\"role\": \"user\", \"content\": \"a\", \"images\": [\"iVBO\"]}]",
        "tools                | 7",
        "format               | \"xml\"",
        "format               | {\"type\": 7}",
        "think                | 7",
        "options              | 7",
        "options.temperature  | {\"temperature\": 9}",
        "options.num_predict  | {\"num_predict\": 0}",
        "stream               | 1",
      })
  void errorsAreASentence(String path, String value) {
    int end = path.contains("[") ? path.indexOf('[') : path.contains(".") ? path.indexOf('.') : 0;
    String own = "\"" + (end == 0 ? path : path.substring(0, end)) + "\": " + value;
    String body = path.startsWith("messages") ? "{" + own + "}" : ScriptedServer.body("Hi", own);
    chat(body).statusCode(400).body("error", containsString(path)).body("size()", equalTo(1));
  }

  @Test
  void unknownModelsAndBusyEnginesAreToldInTheSameForm() {
    ask("Hi", "\"model\": \"absent\"").statusCode(404).body("error", containsString("absent"));
    ask("CASE busy")
        .statusCode(429)
        .header("Retry-After", "2")
        .body("error", containsString("busy"));
  }

  @Test
  void listsTheModel() {
    RestAssured.get("/api/version").then().statusCode(200).body("version", containsString("."));
    RestAssured.get("/api/tags")
        .then()
        .statusCode(200)
        .body("models", hasSize(1))
        .body("models[0].name", equalTo("m"))
        .body("models[0].details.format", equalTo("gguf"));
  }
}
