package io.perilune.server.api;

import io.perilune.server.error.ApiException;
import io.perilune.server.error.ErrorKind;
import io.perilune.server.error.InternalErrors;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns exceptions into error responses. Texts of foreign exceptions never reach a client. */
public class ErrorMappers {
  private final CurrentVertxRequest current;

  /** For dependency injection. */
  public ErrorMappers(CurrentVertxRequest current) {
    this.current = current;
  }

  @ServerExceptionMapper
  public Response apiError(ApiException error) {
    ErrorForm form = ErrorForm.of(error, current.getCurrent());
    Response.ResponseBuilder response =
        Response.status(form.status()).type(MediaType.APPLICATION_JSON_TYPE).entity(form.body());
    form.retryAfterSeconds().ifPresent(after -> response.header("Retry-After", after));
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
      case BUSY, TOO_MANY_REQUESTS -> "The server is busy; try again later.";
      case UNAVAILABLE -> "The server is not available now; try again later.";
      case INTERNAL -> "The server failed on this request.";
      case INVALID_REQUEST, CONTEXT_OVERFLOW -> "The request is malformed.";
    };
  }
}
