package io.perilune.server.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.SpiVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionsTest {
  @TempDir private Path folder;

  private Extensions found() {
    return Extensions.of(Plugins.in(Optional.of(folder)));
  }

  private static List<String> ids(Extensions extensions) {
    return extensions.formats().stream().map(format -> format.service().id()).toList();
  }

  @Test
  void withoutAFolderThereIsWhatIsBuiltIn() {
    Extensions builtIn = Extensions.of(Plugins.in(Optional.empty()));
    assertTrue(ids(builtIn).contains("kimi"));
    assertTrue(builtIn.formats().stream().allMatch(format -> format.jar().isEmpty()));
    assertEquals(ids(builtIn), ids(found()));
  }

  @Test
  void ofTwoJarsWithTheSameFormatTheFirstByNameCounts() throws IOException {
    ExampleJar.build(folder.resolve("b.jar"));
    ExampleJar.build(folder.resolve("a.jar"));
    List<String> jars =
        found().formats().stream()
            .flatMap(format -> format.jar().stream())
            .map(PluginJar::fileName)
            .toList();
    assertEquals(List.of("a.jar"), jars);
  }

  @Test
  void jarsThatCannotBeUsedAreLeftOut() throws IOException {
    Files.writeString(folder.resolve("text.jar"), "no jar");
    jar("missing-class.jar", "org.example.NoSuchFormat", manifest());
    jar("no-format.jar", "java.lang.String", manifest());
    ExampleJar.build(folder.resolve("good.jar"));
    Extensions found = found();
    List<String> ids = ids(found);
    assertTrue(ids.contains("example"), ids.toString());
    assertTrue(ids.contains("kimi"), ids.toString());
    assertEquals(
        Set.of("text.jar", "missing-class.jar", "no-format.jar"),
        found.leftOut().stream().map(LeftOut::origin).collect(Collectors.toSet()));
  }

  @Test
  void jarsForAnotherVersionOfTheInterfaceAreLeftOut() throws IOException {
    String next = Integer.toString(SpiVersion.CURRENT + 1);
    ExampleJar.buildFor(folder.resolve("newer.jar"), next);
    ExampleJar.buildFor(folder.resolve("no-number.jar"), "one\u001b[31m");
    jar("unstated.jar", "org.example.NoSuchFormat");
    Extensions found = found();
    assertFalse(ids(found).contains("example"), ids(found).toString());
    Map<String, String> reasons =
        found.leftOut().stream().collect(Collectors.toMap(LeftOut::origin, LeftOut::reason));
    assertEquals(Set.of("newer.jar", "no-number.jar", "unstated.jar"), reasons.keySet());
    assertTrue(reasons.get("newer.jar").contains("built for version " + next), reasons.toString());
    assertTrue(
        reasons.get("newer.jar").contains("this server has version " + SpiVersion.CURRENT),
        reasons.toString());
    assertTrue(reasons.get("no-number.jar").contains("version one?[31m"), reasons.toString());
    assertTrue(
        reasons
            .get("unstated.jar")
            .contains(SpiVersion.MANIFEST_ATTRIBUTE + ": " + SpiVersion.CURRENT),
        reasons.toString());
  }

  @Test
  void aFormatThatFailsWhenAskedIsLeftOut() throws IOException {
    ExampleJar.build(
        folder.resolve("failing.jar"),
        source -> source.replace("return \"example\";", "throw new IllegalStateException();"));
    assertEquals(ids(Extensions.of(Plugins.in(Optional.empty()))), ids(found()));
  }

  @Test
  void aFolderThatIsNotThereIsRefused() {
    Path missing = folder.resolve("missing");
    PluginException e = assertThrows(PluginException.class, () -> Plugins.in(Optional.of(missing)));
    assertTrue(e.getMessage().contains(missing.toString()), e.getMessage());
    assertTrue(e.getMessage().contains("--plugins"), e.getMessage());
  }

  private static Manifest manifest() {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .putValue(SpiVersion.MANIFEST_ATTRIBUTE, Integer.toString(SpiVersion.CURRENT));
    return manifest;
  }

  private void jar(String name, String provider) throws IOException {
    jar(name, provider, new Manifest());
  }

  /** A jar that names this class as a format. */
  private void jar(String name, String provider, Manifest manifest) throws IOException {
    try (OutputStream file = Files.newOutputStream(folder.resolve(name));
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new ZipEntry("META-INF/services/io.perilune.toolcall.ToolCallFormat"));
      out.write(provider.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }
}
