package io.perilune.server.error;

import io.vertx.ext.web.RoutingContext;

/** Answers with errors outside the resources, where no exception mapper reaches. */
public interface ErrorAnswers {
  /** Ends a request with an error, in the words of the API that its path belongs to. */
  void send(RoutingContext routing, ApiException error);
}
