package io.perilune.server.api.ollama;

import io.perilune.server.engine.ModelHost;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;

/** {@code GET /api/version} and {@code GET /api/tags}: what clients ask before they chat. */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {
  private final ModelHost host;

  /** For dependency injection. */
  public ModelsResource(ModelHost host) {
    this.host = host;
  }

  /** The version of the API; some clients refuse old ones. */
  @GET
  @Path("api/version")
  public ApiVersion version() {
    return ApiVersion.SPOKEN;
  }

  /** All models. */
  @GET
  @Path("api/tags")
  @RunOnVirtualThread
  public TagList tags() {
    return new TagList(List.of(TagList.Tag.of(host.model(Optional.empty()))));
  }
}
