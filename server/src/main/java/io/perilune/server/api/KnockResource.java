package io.perilune.server.api;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * {@code HEAD /}, {@code GET /} and {@code HEAD /api/hello}: clients ask so whether somebody
 * listens.
 */
@Path("/")
public class KnockResource {
  /** Somebody listens. */
  @HEAD
  public Response root() {
    return Response.ok().build();
  }

  /** The same for people, whatever the query says. */
  @GET
  @Produces(MediaType.TEXT_PLAIN)
  public String greeting() {
    return "Perilune is running; its API is at /v1.\n";
  }

  /** The same at the path of newer clients. */
  @HEAD
  @Path("api/hello")
  public Response hello() {
    return Response.ok().build();
  }
}
