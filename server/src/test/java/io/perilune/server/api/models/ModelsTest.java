package io.perilune.server.api.models;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ModelsTest {
  @Inject ModelHost host;

  @BeforeEach
  void load() {
    ScriptedServer.ready(host);
  }

  @Test
  void isTheListOfOpenAi() {
    RestAssured.get("/v1/models")
        .then()
        .statusCode(200)
        .body("object", equalTo("list"))
        .body("data", hasSize(1))
        .body("data[0].id", equalTo("m"))
        .body("data[0].object", equalTo("model"))
        .body("data[0].created", greaterThan(1_700_000_000))
        .body("data[0].owned_by", equalTo("perilune"))
        .body("data[0].max_model_len", equalTo(65_536))
        .body("data[0].aliases", equalTo(List.of("kimi-test")));
  }

  @Test
  void isThePageOfAnthropic() {
    RestAssured.given()
        .header("anthropic-version", "2023-06-01")
        .get("/v1/models?limit=1000")
        .then()
        .statusCode(200)
        .body("data[0].type", equalTo("model"))
        .body("data[0].display_name", equalTo("m"))
        .body("data[0].created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"))
        .body("has_more", equalTo(false))
        .body("first_id", equalTo("m"))
        .body("last_id", equalTo("m"));
  }

  @Test
  void isTheCatalogueOfCodex() {
    RestAssured.get("/v1/models")
        .then()
        .body("models", hasSize(1))
        .body("models[0].slug", equalTo("m"))
        .body("models[0].context_window", equalTo(65_536))
        .body("models[0].supported_in_api", equalTo(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"m", "kimi-test"})
  void aModelIsFoundByEachOfItsNames(String name) {
    RestAssured.get("/v1/models/" + name)
        .then()
        .statusCode(200)
        .body("id", equalTo("m"))
        .body("type", equalTo("model"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nothing", "claude-opus-5", "gpt-5", "org/model"})
  void otherModelsAreNotThere(String name) {
    RestAssured.get("/v1/models/" + name)
        .then()
        .statusCode(404)
        .body("error.code", equalTo("model_not_found"));
  }

  @Test
  void clientsOfAnthropicAreToldSoInTheirForm() {
    RestAssured.given()
        .header("anthropic-version", "2023-06-01")
        .get("/v1/models/nothing")
        .then()
        .statusCode(404)
        .body("type", equalTo("error"))
        .body("error.type", equalTo("not_found_error"))
        .body("request_id", matchesPattern("req_\\w+"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/hello"})
  void knocksAreAnswered(String path) {
    RestAssured.head(path).then().statusCode(200);
  }
}
