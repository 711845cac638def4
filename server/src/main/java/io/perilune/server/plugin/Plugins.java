package io.perilune.server.plugin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/**
 * What is built in and what the jars of a folder add to it. Each jar has a class loader of its own
 * above the server's classes, so that jars do not see each other. A jar that cannot be used is left
 * out. Plug-ins run with all rights of the server.
 */
public final class Plugins {
  private final List<Plugin> plugins;
  private final List<LeftOut> leftOut;

  private Plugins(List<Plugin> plugins, List<LeftOut> leftOut) {
    this.plugins = List.copyOf(plugins);
    this.leftOut = List.copyOf(leftOut);
  }

  /**
   * Opens all jars of a folder, in the order of their names; without a folder there are none.
   *
   * @throws PluginException if the folder cannot be read
   */
  public static Plugins in(Optional<Path> folder) {
    return folder.map(Plugins::open).orElseGet(() -> new Plugins(List.of(), List.of()));
  }

  private static Plugins open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new PluginException(
          "The plug-in folder " + folder + " is no folder; make it, or start without --plugins.");
    }
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      files.forEach(jars::add);
    } catch (IOException e) {
      throw new PluginException("The plug-in folder " + folder + " cannot be read.", e);
    }
    jars.sort(null);
    List<Plugin> plugins = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (Path jar : jars) {
      String name = jar.getFileName().toString();
      try {
        plugins.add(Plugin.open(jar));
      } catch (IOException e) {
        leftOut.add(new LeftOut(name, "it is no readable jar file"));
      } catch (PluginException e) {
        leftOut.add(new LeftOut(name, e.getMessage()));
      }
    }
    return new Plugins(plugins, leftOut);
  }

  /** The jars that could be opened, in the order of their names. */
  public List<PluginJar> jars() {
    return plugins.stream().map(Plugin::jar).toList();
  }

  /** The jars that could not be opened. */
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  /**
   * All providers of a service: those built in, then those of each jar.
   *
   * @param problems receives the jars whose providers cannot be loaded
   */
  public <T> List<Provided<T>> services(Class<T> type, Consumer<LeftOut> problems) {
    List<Provided<T>> found = new ArrayList<>();
    // This class's loader, not the thread's: it sees the services in every mode of Quarkus.
    ServiceLoader.load(type, Plugins.class.getClassLoader())
        .forEach(service -> found.add(new Provided<>(service, Optional.empty())));
    for (Plugin plugin : plugins) {
      try {
        plugin
            .services(type)
            .forEach(service -> found.add(new Provided<>(service, Optional.of(plugin.jar()))));
      } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
        problems.accept(
            new LeftOut(
                plugin.jar().fileName(),
                problem(e) + "; the plug-in needs a release that is whole and fits this server"));
      }
    }
    return found;
  }

  private static String problem(Throwable e) {
    Throwable reason = e.getCause() == null ? e : e.getCause();
    return reason.getClass().getSimpleName() + ": " + reason.getMessage();
  }
}
