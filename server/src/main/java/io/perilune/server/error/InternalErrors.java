package io.perilune.server.error;

import java.util.UUID;
import org.jboss.logging.Logger;

/** Errors that are the server's fault: details go to the log, a reference to them to the client. */
public final class InternalErrors {
  private static final Logger LOG = Logger.getLogger(InternalErrors.class);

  private InternalErrors() {}

  /** Logs an unexpected exception and gives the error to tell the client. */
  public static ApiException report(Throwable cause) {
    String incident = UUID.randomUUID().toString();
    LOG.errorf(cause, "Unexpected error, incident %s", incident);
    return ApiException.of(
        ErrorKind.INTERNAL,
        "The server failed on this request; its log has the details under incident "
            + incident
            + ".");
  }
}
