package io.perilune.server;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The process's entry point. */
@QuarkusMain
public final class Main {
  private Main() {}

  /** Starts the server. */
  public static void main(String[] arguments) {
    Quarkus.run(arguments);
  }
}
