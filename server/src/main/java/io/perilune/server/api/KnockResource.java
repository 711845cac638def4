package io.perilune.server.api;

import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** {@code HEAD /} and {@code HEAD /api/hello}: clients ask so whether somebody listens. */
@Path("/")
public class KnockResource {
  /** Somebody listens. */
  @HEAD
  public Response root() {
    return Response.ok().build();
  }

  /** The same at the path of newer clients. */
  @HEAD
  @Path("api/hello")
  public Response hello() {
    return Response.ok().build();
  }
}
