package io.perilune.server.answer;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LoopGuardTest {
  @Inject ModelHost host;

  @BeforeEach
  void load() {
    ScriptedServer.engine(host);
  }

  private static Response ask(String path, String header, String conversation) {
    return RestAssured.given()
        .contentType(ContentType.JSON)
        .header(header, conversation)
        .body("{")
        .post(path);
  }

  /** Asks until the answer is another one. */
  private static Response last(String path, String header) {
    for (int i = 0; i < 10 * RequestRates.BURST; i++) {
      Response response = ask(path, header, "loop at " + path);
      if (response.statusCode() != 400) {
        assertTrue(i >= RequestRates.BURST, "slowed down after " + i);
        return response;
      }
    }
    throw new AssertionError("never slowed down");
  }

  @Test
  void slowsALoopDownAndNobodyElse() {
    last("/v1/responses", "session-id")
        .then()
        .statusCode(429)
        .header("Retry-After", "10")
        .body("error.code", equalTo("rate_limit_exceeded"))
        .body("error.message", containsString("--ctx-size"));
    ask("/v1/responses", "session-id", "another").then().statusCode(400);
    for (int i = 0; i < 2 * RequestRates.BURST; i++) {
      RestAssured.given()
          .header("session-id", "loop at /v1/responses")
          .get("/v1/models")
          .then()
          .statusCode(200);
    }
  }

  @Test
  void saysSoInTheWordsOfTheApi() {
    last("/v1/messages", "X-Claude-Code-Session-Id")
        .then()
        .statusCode(429)
        .body("type", equalTo("error"))
        .body("error.type", equalTo("rate_limit_error"));
  }
}
