package io.perilune.server.health;

import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ModelState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** {@code GET /health}, in the shape of llama-server's. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
  private static final int UNAVAILABLE = 503;

  private final ModelHost host;

  /** For dependency injection. */
  public HealthResource(ModelHost host) {
    this.host = host;
  }

  /** All is well. */
  public record Healthy(String status) {}

  /**
   * The server cannot answer.
   *
   * @param progress of loading, from 0 to 1; {@code null} where nothing is loading
   */
  public record Unhealthy(Problem error, Double progress) {}

  /** Why it cannot. */
  public record Problem(int code, String message, String type) {}

  @GET
  @RunOnVirtualThread
  public Response health() {
    return switch (host.state()) {
      case ModelState.Ready(var model) ->
          model.engine().healthy()
              ? Response.ok(new Healthy("ok")).build()
              : unhealthy("The engine has stopped", null);
      case ModelState.Loading(double progress) -> unhealthy("Loading model", progress);
      case ModelState.Stopping _ -> unhealthy("The server is stopping", null);
      case ModelState.Failed(String problem) -> unhealthy(problem, null);
    };
  }

  private static Response unhealthy(String message, Double progress) {
    return Response.status(UNAVAILABLE)
        .entity(new Unhealthy(new Problem(UNAVAILABLE, message, "unavailable_error"), progress))
        .build();
  }
}
