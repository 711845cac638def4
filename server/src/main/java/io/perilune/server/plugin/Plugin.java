package io.perilune.server.plugin;

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
  static Plugin open(Path path) throws IOException {
    String version;
    try (JarFile jar = new JarFile(path.toFile())) {
      version =
          Optional.ofNullable(jar.getManifest())
              .map(Manifest::getMainAttributes)
              .map(attributes -> attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
              .orElse("");
    }
    ClassLoader loader =
        new URLClassLoader(
            "plugin " + path.getFileName(),
            new URL[] {path.toUri().toURL()},
            Plugin.class.getClassLoader());
    return new Plugin(new PluginJar(path, sha256(path), version), loader);
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
