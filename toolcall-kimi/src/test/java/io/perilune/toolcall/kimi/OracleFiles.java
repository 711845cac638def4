package io.perilune.toolcall.kimi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Finds reference records; a test without them is skipped. */
final class OracleFiles {
  private static final String DEFAULT_FOLDER = "../../shared/oracle";

  private OracleFiles() {}

  /** All files with this ending in the folder of tool-call records. */
  static List<Path> toolCallFiles(String ending) throws IOException {
    Path folder =
        Path.of(System.getProperty("perilune.oracle", DEFAULT_FOLDER)).resolve("toolcall");
    Assumptions.assumeTrue(Files.isDirectory(folder), "There is no folder " + folder + ".");
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
      Assumptions.assumeFalse(found.isEmpty(), "There is no " + ending + " file in " + folder);
      return found;
    }
  }
}
