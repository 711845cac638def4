package io.perilune.server;

import io.perilune.server.cli.PeriluneCommand;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The process's entry point. */
@QuarkusMain
public final class Main {
  private Main() {}

  /** Runs the command line; in development mode without one, the server. */
  public static void main(String[] arguments) {
    boolean serve = arguments.length == 0 && LaunchMode.current() == LaunchMode.DEVELOPMENT;
    int status = PeriluneCommand.execute(serve ? new String[] {"serve"} : arguments);
    if (status != 0) {
      System.exit(status);
    }
  }
}
