package io.perilune.server.plugin;

import java.nio.file.Path;

/**
 * A jar in the plug-in folder.
 *
 * @param path the file
 * @param sha256 the SHA-256 of its content, in hexadecimal digits
 * @param version the {@code Implementation-Version} in its manifest; empty where there is none
 * @param spiVersion the version of the interface that it was built for
 */
public record PluginJar(Path path, String sha256, String version, int spiVersion) {
  /** The file's name without its folder. */
  public String fileName() {
    return path.getFileName().toString();
  }
}
