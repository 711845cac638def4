package io.perilune.server.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** The plug-in of the documentation, built as its reader would. */
final class ExampleJar {
  static final String VERSION = "1.0.0";
  private static final Path PROJECT =
      Path.of("..", "docs", "modules", "ROOT", "examples", "toolcall-example");
  private static final Path MAIN = PROJECT.resolve(Path.of("src", "main"));
  private static final Pattern SPI_VERSION =
      Pattern.compile("<(Perilune-Spi-Version)>(.*)</Perilune-Spi-Version>");

  private ExampleJar() {}

  /** Compiles the project and packs it. */
  static void build(Path jar) throws IOException {
    build(jar, UnaryOperator.identity());
  }

  /**
   * Compiles the project and packs it.
   *
   * @param spiVersion what the manifest says about the interface
   */
  static void buildFor(Path jar, String spiVersion) throws IOException {
    build(jar, UnaryOperator.identity(), Optional.of(spiVersion));
  }

  /** Compiles the project with changes in its sources and packs it. */
  static void build(Path jar, UnaryOperator<String> change) throws IOException {
    build(jar, change, Optional.empty());
  }

  private static void build(Path jar, UnaryOperator<String> change, Optional<String> spiVersion)
      throws IOException {
    Path sources = Files.createTempDirectory("example-sources");
    Path classes = Files.createTempDirectory("example-classes");
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "-d", classes.toString(), "-cp", spi()));
    for (Path source : files(MAIN.resolve("java"))) {
      Path changed = sources.resolve(source.getFileName());
      Files.writeString(changed, change.apply(Files.readString(source)));
      arguments.add(changed.toString());
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (status != 0) {
      throw new IOException("The example does not compile.");
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, VERSION);
    Matcher inPom = SPI_VERSION.matcher(Files.readString(PROJECT.resolve("pom.xml")));
    if (!inPom.find()) {
      throw new IOException("The example's pom.xml does not name the interface's version.");
    }
    manifest.getMainAttributes().putValue(inPom.group(1), spiVersion.orElse(inPom.group(2)));
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (Path root : List.of(classes, MAIN.resolve("resources"))) {
        for (Path entry : files(root)) {
          out.putNextEntry(new ZipEntry(root.relativize(entry).toString().replace('\\', '/')));
          Files.copy(entry, out);
        }
      }
    }
  }

  private static String spi() {
    try {
      return Path.of(
              io.perilune.toolcall.ToolCallFormat.class
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> found = Files.walk(root)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }
}
