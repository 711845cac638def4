package io.perilune.server.api.anthropic;

import io.vertx.ext.web.RoutingContext;
import java.util.UUID;

/** The id of each request, which its answer carries in a header and errors in their body, too. */
public final class RequestIds {
  private static final String HEADER = "request-id";

  private RequestIds() {}

  /** The id of a request; it is in the answer's head from the first call on. */
  public static String of(RoutingContext routing) {
    String id = routing.get(HEADER);
    if (id == null) {
      id = "req_" + UUID.randomUUID().toString().replace("-", "");
      routing.put(HEADER, id);
      routing.response().putHeader(HEADER, id);
    }
    return id;
  }
}
