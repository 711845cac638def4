package io.perilune.server.api;

import io.perilune.server.api.anthropic.MessagesError;
import io.perilune.server.api.anthropic.MessagesResource;
import io.perilune.server.api.anthropic.RequestIds;
import io.perilune.server.api.models.ModelsResource;
import io.perilune.server.api.ollama.ErrorText;
import io.perilune.server.api.openai.ErrorBody;
import io.perilune.server.error.ApiException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * An error in the words of the API that a request belongs to.
 *
 * @param status the HTTP status
 * @param retryAfterSeconds the header {@code Retry-After}, if there is any
 * @param body to be written as JSON
 */
record ErrorForm(int status, Optional<Long> retryAfterSeconds, Object body) {
  static ErrorForm of(ApiException error, RoutingContext routing) {
    Optional<Long> retryAfter = error.retryAfter().map(after -> Math.max(1, after.toSeconds()));
    if (isOfMessages(routing.request())) {
      return new ErrorForm(
          MessagesError.status(error.kind()),
          retryAfter,
          MessagesError.of(error, RequestIds.of(routing)));
    }
    Object body =
        isBelow("/api", routing.request().path())
            ? new ErrorText(error.getMessage())
            : ErrorBody.of(error);
    return new ErrorForm(error.kind().status(), retryAfter, body);
  }

  /** The list of models is there for the clients of several APIs, of which one says who it is. */
  private static boolean isOfMessages(HttpServerRequest request) {
    return isBelow(MessagesResource.PATH, request.path())
        || isBelow(ModelsResource.PATH, request.path())
            && request.getHeader(MessagesResource.VERSION_HEADER) != null;
  }

  private static boolean isBelow(String parent, String path) {
    return path != null && (path.equals(parent) || path.startsWith(parent + "/"));
  }
}
