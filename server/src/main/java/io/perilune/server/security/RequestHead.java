package io.perilune.server.security;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * What {@link AccessPolicy} looks at.
 *
 * @param method in capitals
 * @param path as the client wrote it, without the query
 * @param host the header {@code Host}
 * @param origin the header {@code Origin}
 * @param fetchSite the header {@code Sec-Fetch-Site}
 * @param contentType the header {@code Content-Type}
 * @param authorization the header {@code Authorization}
 * @param apiKey the header {@code x-api-key}
 */
record RequestHead(
    String method,
    String path,
    Optional<String> host,
    Optional<String> origin,
    Optional<String> fetchSite,
    Optional<String> contentType,
    Optional<String> authorization,
    Optional<String> apiKey) {

  static RequestHead of(HttpServerRequest request) {
    return new RequestHead(
        request.method().name(),
        request.path() == null ? "" : request.path(),
        header(request, "Host"),
        header(request, "Origin"),
        header(request, "Sec-Fetch-Site"),
        header(request, "Content-Type"),
        header(request, "Authorization"),
        header(request, "x-api-key"));
  }

  private static Optional<String> header(HttpServerRequest request, String name) {
    return Optional.ofNullable(request.getHeader(name));
  }

  /** A record's own text would show the key. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
