package io.perilune.server.api;

import io.perilune.server.api.openai.ErrorBody;
import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import io.perilune.server.error.InternalErrors;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns exceptions into error responses. Texts of foreign exceptions never reach a client. */
public class ErrorMappers {
  /** For dependency injection. */
  public ErrorMappers() {}

  @ServerExceptionMapper
  public Response apiError(ApiException error) {
    Response.ResponseBuilder response =
        Response.status(error.kind().status())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(ErrorBody.of(error));
    error
        .retryAfter()
        .ifPresent(after -> response.header("Retry-After", Math.max(1, after.toSeconds())));
    return response.build();
  }

  @ServerExceptionMapper
  public Response frameworkError(WebApplicationException error) {
    ErrorKind kind = ErrorKind.ofStatus(error.getResponse().getStatus());
    return apiError(ApiException.of(kind, message(kind)));
  }

  @ServerExceptionMapper
  public Response unexpected(Exception error) {
    return apiError(InternalErrors.report(error));
  }

  private static String message(ErrorKind kind) {
    return switch (kind) {
      case NOT_FOUND, MODEL_NOT_FOUND -> "There is nothing at this path.";
      case UNAUTHORIZED -> "The request has no valid API key.";
      case FORBIDDEN -> "The request may not do this.";
      case METHOD_NOT_ALLOWED -> "This path does not take this HTTP method.";
      case BODY_INCOMPLETE -> "The request did not arrive whole and in time.";
      case UNSUPPORTED_MEDIA_TYPE -> "The request body must have Content-Type application/json.";
      case BODY_TOO_LARGE -> "The request body is larger than this server accepts.";
      case BUSY -> "The server is busy; try again later.";
      case UNAVAILABLE -> "The server is not available now; try again later.";
      case INTERNAL -> "The server failed on this request.";
      case INVALID_REQUEST, CONTEXT_OVERFLOW -> "The request is malformed.";
    };
  }
}
