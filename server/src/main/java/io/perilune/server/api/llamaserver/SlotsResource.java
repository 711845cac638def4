package io.perilune.server.api.llamaserver;

import io.perilune.server.api.openai.ErrorBody;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code GET /slots}: how many generations run, of how many that may. */
@Path("/slots")
@Produces(MediaType.APPLICATION_JSON)
public class SlotsResource {
  private static final int NOT_IMPLEMENTED = 501;

  private final ModelHost host;
  private final int count;

  /** For dependency injection. */
  public SlotsResource(ModelHost host, PeriluneConfig config) {
    this.host = host;
    this.count = config.parallel();
  }

  /**
   * All slots. Which of them a generation is in has no meaning: the first ones are told to be busy.
   *
   * @param failOnNoSlot not {@code null} to get status 503 if all are busy
   */
  @GET
  @RunOnVirtualThread
  public List<Slot> list(@QueryParam("fail_on_no_slot") String failOnNoSlot) {
    ServedModel model = host.model(Optional.empty());
    int running = model.engine().metrics().running();
    if (failOnNoSlot != null && running >= count) {
      throw ApiException.of(ErrorKind.UNAVAILABLE, "All slots are busy; try again later.");
    }
    return IntStream.range(0, count)
        .mapToObj(id -> new Slot(id, model.contextLength(), id < running))
        .toList();
  }

  /** Refuses to save, restore and erase, whatever the body is: no file is named by requests. */
  @POST
  @Path("{id}")
  public Response keep() {
    ErrorBody.Detail error =
        new ErrorBody.Detail(
            "This server saves and restores no single slots; start it with --prefix-cache-file to"
                + " keep the beginnings of prompts.",
            "not_supported_error",
            null,
            "unsupported_endpoint");
    return Response.status(NOT_IMPLEMENTED).entity(new ErrorBody(error)).build();
  }
}
