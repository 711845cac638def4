package io.perilune.server.api.openai;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** {@code POST /v1/embeddings}: says that there are none. */
@Path("/v1/embeddings")
public class EmbeddingsResource {
  private static final int NOT_IMPLEMENTED = 501;

  /** Refuses, whatever the body is. */
  @POST
  public Response embed() {
    ErrorBody.Detail error =
        new ErrorBody.Detail(
            "This server generates text and computes no embeddings; ask another one for them.",
            "invalid_request_error",
            null,
            "unsupported_endpoint");
    return Response.status(NOT_IMPLEMENTED)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(new ErrorBody(error))
        .build();
  }
}
