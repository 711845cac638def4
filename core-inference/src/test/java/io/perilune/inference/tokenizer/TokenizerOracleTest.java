package io.perilune.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tokenises every recorded text and compares with the recorded pieces and tokens. */
class TokenizerOracleTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("perilune.oracle", "../../shared/oracle"))
          .resolve("model")
          .resolve("tokenizer");

  @Test
  void givesTheRecordedPiecesAndTokens() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), () -> "no records at " + FOLDER);
    List<String> mismatches = new ArrayList<>();
    int checked = 0;
    for (Path file : caseFiles()) {
      TokenizerCases cases = TokenizerCases.read(file);
      checked += cases.size();
      mismatches.addAll(cases.mismatches());
    }
    System.out.printf(
        "tokenizer: records checked %d / mismatches %d%n", checked, mismatches.size());
    assertTrue(checked > 0, "no record");
    assertEquals(List.of(), mismatches);
  }

  private static List<Path> caseFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(FOLDER)) {
      for (Path file : all.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        if (TokenizerCases.isCases(new ObjectMapper().readTree(file.toFile()))) {
          files.add(file);
        }
      }
    }
    return files;
  }
}
