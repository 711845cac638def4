package io.perilune.server.cli;

import io.perilune.server.config.BuildVersion;
import io.quarkus.runtime.annotations.RegisterForReflection;
import picocli.CommandLine.IVersionProvider;

/** The program's version. */
@RegisterForReflection
public final class Version implements IVersionProvider {
  private Version() {}

  @Override
  public String[] getVersion() {
    return new String[] {"Perilune " + BuildVersion.text() + ", Java " + Runtime.version()};
  }
}
