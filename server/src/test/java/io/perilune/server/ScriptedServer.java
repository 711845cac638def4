package io.perilune.server;

import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ModelState;
import io.perilune.server.engine.ScriptedEngine;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** What tests against the scripted engine share. */
public final class ScriptedServer {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private ScriptedServer() {}

  /** Waits until the model is loaded and gives its engine. */
  public static ScriptedEngine engine(ModelHost host) {
    return (ScriptedEngine) ready(host).model().engine();
  }

  /** Waits until the model is loaded. */
  public static ModelState.Ready ready(ModelHost host) {
    await(() -> !(host.state() instanceof ModelState.Loading), "the model to load");
    return (ModelState.Ready) host.state();
  }

  /** Waits until a condition holds. */
  public static void await(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain for " + what);
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Posts a body to the chat completions. */
  public static ValidatableResponse post(String body) {
    return RestAssured.given()
        .contentType(ContentType.JSON)
        .body(body)
        .post("/v1/chat/completions")
        .then();
  }

  /** A body that asks for an answer to this text, with further fields. */
  public static String body(String text, String... fields) {
    String more = fields.length == 0 ? "" : ", " + String.join(", ", fields);
    return "{\"messages\": [{\"role\": \"user\", \"content\": \"" + text + "\"}]" + more + "}";
  }
}
