package io.perilune.server.sse;

import io.vertx.core.http.HttpServerResponse;

/**
 * The entity of a streamed response. Writes the whole response, its head included, on the request's
 * virtual thread.
 */
@FunctionalInterface
public interface EventStream {
  void writeTo(HttpServerResponse response);
}
