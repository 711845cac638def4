package io.perilune.server.api.models;

import static org.hamcrest.Matchers.equalTo;

import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that answers to the names of other models too. */
@QuarkusTest
@TestProfile(AnyNameTest.AnyName.class)
class AnyNameTest {
  public static final class AnyName implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("perilune.alias-any", "true");
    }
  }

  @Inject ModelHost host;

  @BeforeEach
  void load() {
    ScriptedServer.ready(host);
  }

  @Test
  void answersToCommonNamesWithItsOwn() {
    for (String name : new String[] {"claude-opus-5-5", "gpt-5.5", "m"}) {
      ScriptedServer.post(ScriptedServer.body("Hi", "\"model\": \"" + name + "\""))
          .statusCode(200)
          .body("model", equalTo("m"));
    }
  }

  @Test
  void answersToNoOtherName() {
    RestAssured.get("/v1/models/llama-4").then().statusCode(404);
    RestAssured.get("/v1/models/not-gpt-5").then().statusCode(404);
  }
}
