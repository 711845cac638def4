package io.perilune.server.health;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.error.ApiException;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HealthTest {
  @Inject ModelHost host;

  @BeforeEach
  void load() {
    ScriptedServer.engine(host);
  }

  @Test
  void isHealthyWhenTheModelIsLoaded() {
    RestAssured.get("/health").then().statusCode(200).body("status", equalTo("ok"));
    RestAssured.get("/q/health/live").then().statusCode(200);
    RestAssured.get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
  }

  @Test
  void isUnavailableWhileTheModelLoads() {
    ModelHost loading = new ModelHost(null);
    Response response = new HealthResource(loading).health();
    assertEquals(503, response.getStatus());
    HealthResource.Unhealthy body = (HealthResource.Unhealthy) response.getEntity();
    assertEquals("Loading model", body.error().message());
    assertEquals(0.0, body.progress());
    assertEquals(HealthCheckResponse.Status.DOWN, new ModelReadiness(loading).call().getStatus());

    ApiException error = assertThrows(ApiException.class, () -> loading.model(Optional.empty()));
    assertEquals(503, error.kind().status());
    assertTrue(error.retryAfter().isPresent());
  }

  @Test
  void listsTheModelUnderItsNames() {
    RestAssured.get("/v1/models")
        .then()
        .statusCode(200)
        .body("object", equalTo("list"))
        .body("data[0].id", equalTo("m"))
        .body("data[0].object", equalTo("model"))
        .body("data[0].max_model_len", equalTo(65_536))
        .body("data[0].aliases[0]", equalTo("kimi-test"));
    RestAssured.get("/v1/models/kimi-test").then().statusCode(200).body("id", equalTo("m"));
    RestAssured.get("/v1/models/no/such")
        .then()
        .statusCode(404)
        .body("error.code", equalTo("model_not_found"));
  }
}
