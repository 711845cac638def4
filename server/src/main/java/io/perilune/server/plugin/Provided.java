package io.perilune.server.plugin;

import java.util.Objects;
import java.util.Optional;

/**
 * A service and where it comes from.
 *
 * @param service the service
 * @param jar the plug-in that brought it; empty for what is built in
 */
public record Provided<T>(T service, Optional<PluginJar> jar) {
  public Provided {
    Objects.requireNonNull(service, "service");
    Objects.requireNonNull(jar, "jar");
  }

  /** Where it comes from, in words. */
  public String origin() {
    return jar.map(PluginJar::fileName).orElse("built in");
  }
}
