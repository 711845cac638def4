package io.perilune.server.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorAnswers;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;

/** Writes errors that arise before a request reaches its resource. */
@Singleton
public class ApiErrorAnswers implements ErrorAnswers {
  private final ObjectMapper json;

  /** For dependency injection. */
  public ApiErrorAnswers(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public void send(RoutingContext routing, ApiException error) {
    ErrorForm form = ErrorForm.of(error, routing);
    HttpServerResponse response = routing.response();
    form.retryAfterSeconds()
        .ifPresent(after -> response.putHeader("Retry-After", Long.toString(after)));
    try {
      response
          .setStatusCode(form.status())
          .putHeader("Content-Type", "application/json;charset=UTF-8")
          .end(json.writeValueAsString(form.body()));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
