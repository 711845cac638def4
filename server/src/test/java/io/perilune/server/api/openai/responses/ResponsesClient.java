package io.perilune.server.api.openai.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perilune.server.api.StreamedEvent;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.util.List;

/** Asks the Responses API. */
final class ResponsesClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final String TOOLS =
      """
      "tools": [
        {"type": "function", "name": "get_weather", "strict": false, "parameters": {
          "type": "object", "properties": {"location": {"type": "string"}}}},
        {"type": "function", "name": "get_time", "description": "Tells the time.",
          "parameters": {"type": "object", "properties": {"zone": {"type": "string"}}}}]\
      """;

  private ResponsesClient() {}

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }

  /** A body with this input, a JSON text, and further fields. */
  static String body(String input, String... fields) {
    String more = fields.length == 0 ? "" : ", " + String.join(", ", fields);
    return "{\"input\": " + input + more + "}";
  }

  /** A body that asks for an answer to this text, with further fields. */
  static String question(String text, String... fields) {
    return body("\"" + text + "\"", fields);
  }

  /** Posts a body as it is. */
  static ValidatableResponse post(String body) {
    return send(body).then();
  }

  private static Response send(String body) {
    return RestAssured.given().contentType(ContentType.JSON).body(body).post("/v1/responses");
  }

  /** The events of the streamed answer to a body. */
  static List<StreamedEvent> events(String body) throws IOException {
    ObjectNode streamed = (ObjectNode) JSON.readTree(body);
    Response response = send(streamed.put("stream", true).toString());
    assertEquals(200, response.statusCode(), response.asString());
    assertEquals("text/event-stream", response.contentType());
    return StreamedEvent.all(response.asString());
  }

  /**
   * The answer to a body, asked for whole and as a stream; both must be the same but for their ids
   * and times.
   */
  static JsonNode ask(String body) throws IOException {
    ObjectNode whole = (ObjectNode) JSON.readTree(post(body).statusCode(200).extract().asString());
    ObjectNode streamed = StreamedResponse.of(events(body)).deepCopy();
    for (ObjectNode answer : List.of(whole, streamed)) {
      assertTrue(answer.remove("id").asText().startsWith("resp_"));
      assertTrue(answer.remove("created_at").asLong() > 0);
      boolean completed = answer.get("status").asText().equals("completed");
      assertEquals(completed, answer.remove("completed_at").isNumber());
      for (JsonNode item : answer.get("output")) {
        assertTrue(((ObjectNode) item).remove("id").asText().matches("(rs|msg|fc|ctc)_\\w+"));
      }
    }
    assertEquals(whole, streamed);
    return whole;
  }
}
