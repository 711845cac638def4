package io.perilune.gguf;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the reference data that tests compare with; a test without it is skipped. */
final class Oracle {
  private Oracle() {}

  /** A folder of the reference data. */
  static Path folder(String name) {
    Path root = Path.of(System.getProperty("perilune.oracle", "../../shared/oracle")).resolve(name);
    assumeTrue(Files.isDirectory(root), () -> "no reference data at " + root);
    return root;
  }
}
