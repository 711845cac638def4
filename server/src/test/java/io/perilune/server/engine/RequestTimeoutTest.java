package io.perilune.server.engine;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An answer that would take minutes is cut after a second. */
@QuarkusTest
@TestProfile(RequestTimeoutTest.OneSecond.class)
class RequestTimeoutTest {
  public static final class OneSecond implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("perilune.engine", "local", "perilune.request-timeout", "1");
    }
  }

  private static final String ENDLESS =
      """
      {"prompt": "1 2 3", "n_predict": 1000000, "grammar": "root ::= [0-9]{9000}"}
      """;

  @Test
  void anAnswerIsCut() {
    given()
        .contentType("application/json")
        .body(ENDLESS)
        .post("/completion")
        .then()
        .statusCode(503)
        .body("error.message", containsString("longer than the server allows"));
  }
}
