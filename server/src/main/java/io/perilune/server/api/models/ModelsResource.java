package io.perilune.server.api.models;

import io.perilune.server.engine.ModelHost;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;

/** {@code GET /v1/models} and {@code GET /v1/models/{id}}. */
@Path(ModelsResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
public class ModelsResource {
  /** Where the models are. */
  public static final String PATH = "/v1/models";

  private final ModelHost host;

  /** For dependency injection. */
  public ModelsResource(ModelHost host) {
    this.host = host;
  }

  /** All models; there is one page, whatever {@code limit} says. */
  @GET
  @RunOnVirtualThread
  public ModelList list() {
    return ModelList.of(host.model(Optional.empty()));
  }

  /** A model by name; names may hold slashes. */
  @GET
  @Path("{id: .+}")
  @RunOnVirtualThread
  public ListedModel get(@PathParam("id") String id) {
    return ListedModel.of(host.model(Optional.of(id)));
  }
}
