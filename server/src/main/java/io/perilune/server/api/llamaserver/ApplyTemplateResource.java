package io.perilune.server.api.llamaserver;

import io.perilune.server.chat.PromptMaker;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.conversation.TemplateInputReader;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.json.Fields;
import io.perilune.server.json.RequestBody;
import io.perilune.template.RenderedPrompt;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;

/** {@code POST /apply-template}: the prompt that a conversation makes, without an answer. */
@Path("/apply-template")
public class ApplyTemplateResource {
  private final ModelHost host;

  /** For dependency injection. */
  public ApplyTemplateResource(ModelHost host) {
    this.host = host;
  }

  /** Renders the conversation in the body; with {@code "segments": true} in runs as well. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @RunOnVirtualThread
  public AppliedTemplate apply(InputStream body) {
    Fields request = RequestBody.read(body);
    ServedModel model = host.model(request.string("model"));
    RenderedPrompt prompt =
        new PromptMaker(model.templates(), model.format())
            .render(TemplateInputReader.read(request));
    return AppliedTemplate.of(prompt, request.bool("segments").orElse(false));
  }
}
