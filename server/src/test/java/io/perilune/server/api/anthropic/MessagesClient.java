package io.perilune.server.api.anthropic;

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

/** Asks the Messages API. */
public final class MessagesClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final String TOOLS =
      """
      "tools": [
        {"name": "get_weather", "input_schema": {
          "type": "object", "properties": {"location": {"type": "string"}}}},
        {"name": "get_time", "description": "Tells the time.", "input_schema": {
          "type": "object", "properties": {"zone": {"type": "string"}}}}]\
      """;

  private MessagesClient() {}

  /** A body that asks for an answer to this text, with further fields. */
  public static String body(String text, String... fields) {
    return conversation(user("\"" + text + "\""), fields);
  }

  /** A body of these messages, with further fields. */
  static String conversation(String messages, String... fields) {
    String more = fields.length == 0 ? "" : ", " + String.join(", ", fields);
    return "{\"max_tokens\": 1000, \"messages\": [" + messages + "]" + more + "}";
  }

  static String user(String content) {
    return message("user", content);
  }

  static String assistant(String content) {
    return message("assistant", content);
  }

  static String message(String role, String content) {
    return "{\"role\": \"" + role + "\", \"content\": " + content + "}";
  }

  /** Posts a body as it is. */
  static ValidatableResponse post(String body) {
    return send(body, "/v1/messages").then();
  }

  static ValidatableResponse count(String body) {
    return send(body, "/v1/messages/count_tokens").then();
  }

  private static Response send(String body, String path) {
    return RestAssured.given().contentType(ContentType.JSON).body(body).post(path);
  }

  /** The events of the streamed answer to a body. */
  static List<StreamedEvent> events(String body) throws IOException {
    ObjectNode streamed = (ObjectNode) JSON.readTree(body);
    Response response = send(streamed.put("stream", true).toString(), "/v1/messages");
    assertEquals(200, response.statusCode(), response.asString());
    assertEquals("text/event-stream", response.contentType());
    assertTrue(response.header("request-id").startsWith("req_"));
    return StreamedEvent.all(response.asString());
  }

  /**
   * The answer to a body, asked for whole and as a stream; both must be the same but for their ids.
   */
  public static JsonNode ask(String body) throws IOException {
    ObjectNode whole = (ObjectNode) JSON.readTree(post(body).statusCode(200).extract().asString());
    ObjectNode streamed = (ObjectNode) StreamedMessage.of(events(body));
    for (ObjectNode answer : List.of(whole, streamed)) {
      assertTrue(answer.remove("id").asText().startsWith("msg_"));
    }
    assertEquals(whole, streamed);
    return whole;
  }
}
