package io.perilune.server.api.llamaserver;

import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.conversation.TokenReader;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.json.Fields;
import io.perilune.server.json.RequestBody;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;

/** {@code POST /tokenize} and {@code POST /detokenize}: what a text is to the model. */
@Path("/")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class TokensResource {
  private final ModelHost host;

  /** For dependency injection. */
  public TokensResource(ModelHost host) {
    this.host = host;
  }

  /** The tokens of a text. */
  @POST
  @Path("tokenize")
  @RunOnVirtualThread
  public TokenizedText tokenize(InputStream body) {
    Fields fields = RequestBody.read(body);
    Tokenizer tokenizer = host.model(fields.string("model")).tokenizer();
    TokenizeRequest request = TokenizeRequest.read(fields);
    int[] tokens = request.encode(tokenizer);
    return request.withPieces()
        ? TokenizedText.withPieces(tokens, tokenizer)
        : TokenizedText.of(tokens);
  }

  /** The text of tokens. */
  @POST
  @Path("detokenize")
  @RunOnVirtualThread
  public DetokenizedText detokenize(InputStream body) {
    Fields fields = RequestBody.read(body);
    Tokenizer tokenizer = host.model(fields.string("model")).tokenizer();
    int[] tokens =
        TokenReader.read(
            fields.array("tokens").orElseThrow(() -> fields.wrong("tokens", "an array")),
            fields,
            "tokens",
            tokenizer);
    return DetokenizedText.of(tokens, tokenizer);
  }
}
