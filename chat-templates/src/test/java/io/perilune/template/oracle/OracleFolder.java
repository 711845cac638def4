package io.perilune.template.oracle;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The reference data that oracle tests compare with; without it they are skipped. */
public final class OracleFolder {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private OracleFolder() {}

  /** A folder or file of the reference data. */
  public static Path require(String name) {
    Path root = Path.of(System.getProperty("perilune.oracle", "../../shared/oracle")).resolve(name);
    assumeTrue(Files.exists(root), "no reference data at " + root.toAbsolutePath());
    return root;
  }

  /** All records of all files of this name anywhere under a folder, one JSON object a line. */
  public static List<JsonNode> records(Path folder, String fileName) {
    List<JsonNode> records = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.getFileName().toString().equals(fileName)).toList()) {
        for (String line : Files.readAllLines(file)) {
          if (!line.isBlank()) {
            records.add(MAPPER.readTree(line));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }

  public static JsonNode read(Path file) {
    try {
      return MAPPER.readTree(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
