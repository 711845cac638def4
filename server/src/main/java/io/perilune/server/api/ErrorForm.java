package io.perilune.server.api;

import io.perilune.server.api.anthropic.MessagesError;
import io.perilune.server.api.anthropic.MessagesResource;
import io.perilune.server.api.anthropic.RequestIds;
import io.perilune.server.api.openai.ErrorBody;
import io.perilune.server.error.ApiException;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * An error in the words of the API that the path of a request belongs to.
 *
 * @param status the HTTP status
 * @param retryAfterSeconds the header {@code Retry-After}, if there is any
 * @param body to be written as JSON
 */
record ErrorForm(int status, Optional<Long> retryAfterSeconds, Object body) {
  static ErrorForm of(ApiException error, RoutingContext routing) {
    Optional<Long> retryAfter = error.retryAfter().map(after -> Math.max(1, after.toSeconds()));
    if (isMessages(routing.request().path())) {
      return new ErrorForm(
          MessagesError.status(error.kind()),
          retryAfter,
          MessagesError.of(error, RequestIds.of(routing)));
    }
    return new ErrorForm(error.kind().status(), retryAfter, ErrorBody.of(error));
  }

  private static boolean isMessages(String path) {
    return path != null
        && (path.equals(MessagesResource.PATH) || path.startsWith(MessagesResource.PATH + "/"));
  }
}
