package io.perilune.server.security;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(RequestGuardTest.Keyed.class)
class RequestGuardTest {
  /** A server that asks for a key. */
  public static final class Keyed implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "perilune.api-key", "k-right,k-other",
          "perilune.allowed-origins", "https://app.example",
          "quarkus.http.limits.max-body-size", "1M");
    }
  }

  @Inject ModelHost host;

  @BeforeEach
  void ready() {
    ScriptedServer.engine(host);
  }

  @Test
  void answersWithKey() {
    given()
        .header("Authorization", "Bearer k-right")
        .contentType(ContentType.JSON)
        .body(ScriptedServer.body("Hi"))
        .post("/v1/chat/completions")
        .then()
        .statusCode(200);
    given().header("x-api-key", "k-other").get("/v1/models").then().statusCode(200);
  }

  @Test
  void refusesWithoutKeyInTheApisWords() {
    given()
        .header("Authorization", "Bearer k-wrong")
        .contentType(ContentType.JSON)
        .body(ScriptedServer.body("Hi"))
        .post("/v1/chat/completions")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", is("Bearer"))
        .body("error.code", equalTo("invalid_api_key"))
        .body("error.message", not(containsString("k-")));
  }

  @Test
  void guardsPathsThatDoNotExist() {
    given().get("/v1/nothing").then().statusCode(401);
    given().header("x-api-key", "k-right").get("/v1/nothing").then().statusCode(404);
    given().get("/health").then().statusCode(200);
  }

  @Test
  void refusesALargeBodyWithAnAnswer() {
    given()
        .header("x-api-key", "k-right")
        .contentType(ContentType.JSON)
        .body(ScriptedServer.body("a".repeat(1_100_000)))
        .post("/v1/chat/completions")
        .then()
        .statusCode(413)
        .body("error.message", containsString("1 MiB"));
  }

  @Test
  void letsDeclaredPagesReadAnswers() {
    given()
        .header("Origin", "https://app.example")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "authorization,content-type")
        .options("/v1/chat/completions")
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", "https://app.example")
        .header("Access-Control-Allow-Headers", containsString("authorization"));
    given()
        .header("x-api-key", "k-right")
        .header("Origin", "https://evil.example")
        .get("/v1/models")
        .then()
        .statusCode(403)
        .body("error.type", equalTo("permission_error"))
        .header("Access-Control-Allow-Origin", is((String) null));
  }
}
