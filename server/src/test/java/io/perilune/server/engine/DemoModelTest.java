package io.perilune.server.engine;

import static io.perilune.server.ScriptedServer.body;
import static io.perilune.server.ScriptedServer.post;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.in;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.server.ScriptedServer;
import io.perilune.server.constraint.schema.Validity;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole way from an HTTP request through a real model file and back. */
@QuarkusTest
@TestProfile(DemoModelTest.LocalEngineProfile.class)
public class DemoModelTest {
  private static final String WEATHER_TOOL =
      """
      "temperature": 0,
      "tools": [{"type": "function", "function": {
        "name": "get_weather",
        "description": "Get the weather of a city",
        "parameters": {"type": "object", "properties": {"location": {"type": "string"}},
          "required": ["location"]}}}]\
      """;

  public static final class LocalEngineProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("perilune.engine", "local", "perilune.alias", "perilune-demo");
    }
  }

  @Inject ModelHost host;

  @BeforeEach
  void load() {
    ScriptedServer.ready(host);
  }

  @Test
  void callsATool() throws Exception {
    String arguments =
        post(body("What is the weather in Paris?", WEATHER_TOOL))
            .statusCode(200)
            .body("model", equalTo("perilune-demo"))
            .body("choices[0].finish_reason", equalTo("tool_calls"))
            .body("choices[0].message.tool_calls", hasSize(1))
            .body("choices[0].message.tool_calls[0].id", equalTo("functions.get_weather:0"))
            .body("choices[0].message.tool_calls[0].function.name", equalTo("get_weather"))
            .extract()
            .path("choices[0].message.tool_calls[0].function.arguments");
    assertEquals(
        new ObjectMapper().readTree("{\"location\": \"Paris\"}"),
        new ObjectMapper().readTree(arguments));
  }

  @Test
  void streamsTheSameCall() throws Exception {
    String stream =
        post(body("What is the weather in Paris?", WEATHER_TOOL, "\"stream\": true"))
            .statusCode(200)
            .extract()
            .asString();
    StringBuilder arguments = new StringBuilder();
    String id = "";
    String finish = "";
    for (String event : stream.split("\n\n")) {
      String data = event.substring("data: ".length());
      if (data.equals("[DONE]")) {
        continue;
      }
      JsonNode choice = new ObjectMapper().readTree(data).get("choices").get(0);
      JsonNode call = choice.get("delta").path("tool_calls").path(0);
      id += call.path("id").asText("");
      arguments.append(call.path("function").path("arguments").asText(""));
      finish = choice.get("finish_reason").asText("");
    }
    assertTrue(stream.endsWith("data: [DONE]\n\n"));
    assertEquals("functions.get_weather:0", id);
    assertEquals("tool_calls", finish);
    assertEquals(
        new ObjectMapper().readTree("{\"location\": \"Paris\"}"),
        new ObjectMapper().readTree(arguments.toString()));
  }

  @Test
  void callsTheToolThatItMust() {
    String other = WEATHER_TOOL.replace("get_weather", "unrelated");
    post(body("Good morning!", other, "\"tool_choice\": \"required\"", "\"max_tokens\": 500"))
        .statusCode(200)
        .body("choices[0].message.tool_calls[0].function.name", equalTo("unrelated"))
        .body("choices[0].message.tool_calls[0].id", equalTo("functions.unrelated:0"));
  }

  @Test
  void writesJsonByASchema() {
    String schema =
        """
        {"type": "object", "properties": {
           "answer": {"enum": ["yes", "no", "perhaps"]},
           "score": {"type": "integer", "minimum": 1, "maximum": 10}},
         "required": ["answer", "score"], "additionalProperties": false}\
        """;
    String content =
        post(body(
                "Will it rain?",
                "\"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\":"
                    + " \"x\", \"strict\": true, \"schema\": "
                    + schema
                    + "}}"))
            .statusCode(200)
            .body("choices[0].finish_reason", equalTo("stop"))
            .extract()
            .path("choices[0].message.content");
    assertEquals("", Validity.against(schema).problem(content));
  }

  @Test
  void writesByAGrammar() {
    post(body("Will it rain?", "\"grammar\": \"root ::= \\\"yes\\\" | \\\"no\\\"\""))
        .statusCode(200)
        .body("choices[0].message.content", in(List.of("yes", "no")));
  }

  @Test
  void knowsAPromptThatItHasSeenAndCountsWhatItDoes() {
    String question = body("How many moons has Mars?", "\"max_tokens\": 2");
    int prompt = post(question).statusCode(200).extract().path("usage.prompt_tokens");
    post(question)
        .statusCode(200)
        .body("usage.prompt_tokens_details.cached_tokens", equalTo(prompt - 1));
    String metrics = RestAssured.get("/metrics").then().statusCode(200).extract().asString();
    assertTrue(metric(metrics, "perilune_generation_tokens_total") >= 4, metrics);
    assertTrue(metric(metrics, "perilune_prefix_cache_hit_tokens_total") >= prompt - 1, metrics);
    assertTrue(metric(metrics, "perilune_time_to_first_token_seconds_count") >= 2, metrics);
    assertTrue(metric(metrics, "perilune_kv_cache_usage_ratio") > 0, metrics);
    assertFalse(metrics.contains("Mars"), metrics);
  }

  private static double metric(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length()).strip()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + metrics));
  }

  @Test
  void isReadyAndListed() {
    RestAssured.get("/q/health/ready").then().statusCode(200);
    RestAssured.get("/v1/models").then().body("data[0].id", equalTo("perilune-demo"));
  }
}
