package io.perilune.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufFormatException;
import io.perilune.inference.model.ModelConfig;
import io.perilune.server.chat.ServedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Models of random weights know nothing of calls: what is right comes from the constraint alone.
 */
class ConstrainedCallsOracleTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("perilune.oracle", "../../shared/oracle"), "model", "models");

  /** Generated schemas for each model; the profile "thorough" has more of them. */
  private static final int SCHEMAS = Integer.getInteger("constrained.schemas", 4);

  @Test
  void allCallsAreValid() throws Exception {
    assumeTrue(Files.isDirectory(FOLDER), "no reference data at " + FOLDER);
    List<String> problems = new ArrayList<>();
    int checked = 0;
    for (Path file : models()) {
      if (!knowsCalls(file)) {
        continue;
      }
      try (ServedModel model = ConstrainedCalls.load(Optional.of(file))) {
        ConstrainedCalls calls = new ConstrainedCalls(model, false);
        for (int i = 0; i < SCHEMAS; i++) {
          long seed = Objects.hash(file.getFileName().toString(), i);
          calls.problem(seed, i % 2).ifPresent(text -> problems.add(file + ", " + text));
          checked++;
        }
      }
    }
    System.out.printf(
        "constrained calls: records checked %d, mismatches %d%n", checked, problems.size());
    assertEquals(List.of(), problems);
    assertTrue(checked > 0, "no model there knows calls");
  }

  /** Whether the file is a model of a supported architecture whose template knows calls. */
  private static boolean knowsCalls(Path file) {
    try (GgufFile gguf = ModelFile.open(file)) {
      ModelConfig.read(gguf);
      return !(ModelPrompts.read(
                  Optional.of(file),
                  TemplateSettings.DEFAULT,
                  ExtensionFolder.read(Optional.empty()))
              .format()
          instanceof PlainTextFormat);
    } catch (GgufFormatException e) {
      return false;
    }
  }

  /** All models, of split ones the first part. */
  private static List<Path> models() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> file.toString().endsWith(".gguf"))
          .filter(file -> !file.toString().contains("-of-") || file.toString().contains("-00001-"))
          .sorted()
          .toList();
    }
  }
}
