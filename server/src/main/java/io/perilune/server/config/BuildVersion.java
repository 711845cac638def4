package io.perilune.server.config;

/** Which build of the program runs. */
public final class BuildVersion {
  private BuildVersion() {}

  /** The version; where the classes come from no jar, a text that says so. */
  public static String text() {
    String version = BuildVersion.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }
}
