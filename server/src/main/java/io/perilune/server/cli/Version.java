package io.perilune.server.cli;

import io.quarkus.runtime.annotations.RegisterForReflection;
import picocli.CommandLine.IVersionProvider;

/** The program's version. */
@RegisterForReflection
public final class Version implements IVersionProvider {
  private Version() {}

  @Override
  public String[] getVersion() {
    return new String[] {"Perilune " + text() + ", Java " + Runtime.version()};
  }

  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }
}
