package io.perilune.server.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
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
    jar("missing-class.jar", "org.example.NoSuchFormat");
    jar("no-format.jar", "java.lang.String");
    ExampleJar.build(folder.resolve("good.jar"));
    List<String> ids = ids(found());
    assertTrue(ids.contains("example"), ids.toString());
    assertTrue(ids.contains("kimi"), ids.toString());
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

  /** A jar that names this class as a format. */
  private void jar(String name, String provider) throws IOException {
    try (OutputStream file = Files.newOutputStream(folder.resolve(name));
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new ZipEntry("META-INF/services/io.perilune.toolcall.ToolCallFormat"));
      out.write(provider.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }
}
