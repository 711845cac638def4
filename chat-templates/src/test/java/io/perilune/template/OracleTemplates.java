package io.perilune.template;

import io.perilune.template.oracle.OracleFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The templates of the reference data. */
final class OracleTemplates {
  private OracleTemplates() {}

  static List<ChatTemplate> all() {
    SpecialTokens tokens = new SpecialTokens("<s>", "</s>");
    try (Stream<Path> files = Files.walk(OracleFolder.require("jinja"))) {
      return files
          .filter(file -> file.toString().endsWith(".jinja"))
          .sorted()
          .map(file -> ChatTemplate.compile(name(file), OracleFolder.text(file), tokens))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
