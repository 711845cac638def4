package io.perilune.server.plugin;

import io.perilune.toolcall.SpiVersion;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** An opened plug-in. Its class loader stays open as long as the server runs. */
record Plugin(PluginJar jar, ClassLoader loader) {
  /** A longer statement of a version is shortened in messages. */
  private static final int STATED_CHARS_MAX = 40;

  private static final Attributes.Name SPI_VERSION =
      new Attributes.Name(SpiVersion.MANIFEST_ATTRIBUTE);

  /**
   * Opens a jar.
   *
   * @throws IOException if it is no readable jar
   * @throws PluginException if it was not built for this server's version of the interface
   */
  static Plugin open(Path path) throws IOException {
    Attributes manifest;
    try (JarFile jar = new JarFile(path.toFile())) {
      manifest =
          Optional.ofNullable(jar.getManifest())
              .map(Manifest::getMainAttributes)
              .orElseGet(Attributes::new);
    }
    requireThisVersion(manifest.getValue(SPI_VERSION));
    String version = manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    ClassLoader loader =
        new URLClassLoader(
            "plugin " + path.getFileName(),
            new URL[] {path.toUri().toURL()},
            Plugin.class.getClassLoader());
    PluginJar jar =
        new PluginJar(path, sha256(path), version == null ? "" : version, SpiVersion.CURRENT);
    return new Plugin(jar, loader);
  }

  private static void requireThisVersion(String stated) {
    if (stated == null || stated.isBlank()) {
      throw new PluginException(
          ("it does not say for which version of the tool-call interface it was built; build it"
                  + " for version %d and put \"%s: %d\" into its manifest")
              .formatted(SpiVersion.CURRENT, SpiVersion.MANIFEST_ATTRIBUTE, SpiVersion.CURRENT));
    }
    if (!stated.strip().equals(Integer.toString(SpiVersion.CURRENT))) {
      throw new PluginException(
          ("it was built for version %s of the tool-call interface, and this server has version"
                  + " %d; get a release of the plug-in for that version")
              .formatted(shortened(stated.strip()), SpiVersion.CURRENT));
    }
  }

  /** What a manifest says, fit for a message. */
  private static String shortened(String stated) {
    String printable = stated.replaceAll("[^ -~]", "?");
    return printable.length() <= STATED_CHARS_MAX
        ? printable
        : printable.substring(0, STATED_CHARS_MAX) + "...";
  }

  /** The jar's own providers of a service, without those of the loader above it. */
  <T> List<T> services(Class<T> type) {
    return ServiceLoader.load(type, loader).stream()
        .filter(provider -> provider.type().getClassLoader() == loader)
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  private static String sha256(Path path) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
