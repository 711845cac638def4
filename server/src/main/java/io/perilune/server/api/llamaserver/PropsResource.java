package io.perilune.server.api.llamaserver;

import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.engine.ModelHost;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** {@code GET /props}: what the server serves, and how. */
@Path("/props")
public class PropsResource {
  private final ModelHost host;
  private final PeriluneConfig config;

  /** For dependency injection. */
  public PropsResource(ModelHost host, PeriluneConfig config) {
    this.host = host;
    this.config = config;
  }

  /** The properties of the model that is loaded. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public ServerProperties properties() {
    return ServerProperties.of(host.model(Optional.empty()), config);
  }
}
