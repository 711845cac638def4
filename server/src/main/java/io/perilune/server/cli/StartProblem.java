package io.perilune.server.cli;

import io.perilune.server.security.UnsafeSettingsException;
import io.quarkus.runtime.QuarkusBindException;

/** Why the server could not start, as a sentence for its operator. */
final class StartProblem {
  private StartProblem() {}

  static String of(Throwable problem) {
    for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case UnsafeSettingsException unsafe -> {
          return unsafe.getMessage();
        }
        case QuarkusBindException bind -> {
          return bind.getHost()
              + " port "
              + bind.getPort()
              + " is in use or not an address of this machine; choose others with --port and"
              + " --host, or stop what uses the port.";
        }
        default -> {}
      }
    }
    return "the server could not start: " + problem;
  }
}
