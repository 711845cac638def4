package io.perilune.toolcall.kimi;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.testkit.CaseChecker;
import io.perilune.toolcall.testkit.ToolCallCase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Model outputs with the one right message of each. */
class KimiCasesOracleTest {
  @Test
  void inTextMode() throws IOException {
    check("text mode", CaseChecker::inTextMode);
  }

  @Test
  void inTokenMode() throws IOException {
    check("token mode", CaseChecker::inTokenMode);
  }

  @Test
  void markersOfOrdinaryTokensAreData() throws IOException {
    check("markers as data", CaseChecker::withMarkersAsData);
  }

  private static void check(
      String mode, BiFunction<CaseChecker, ToolCallCase, Optional<String>> check)
      throws IOException {
    CaseChecker checker = new CaseChecker(new KimiFormat(), Requests.MARKERS);
    List<String> mismatches = new ArrayList<>();
    int checked = 0;
    for (Path file : OracleFiles.toolCallFiles(".jsonl")) {
      for (ToolCallCase record : ToolCallCase.readAll(file)) {
        checked++;
        check.apply(checker, record).ifPresent(m -> mismatches.add(record.name() + ": " + m));
      }
    }
    System.out.printf(
        "tool-call cases, %s: records checked %d / mismatches %d%n",
        mode, checked, mismatches.size());
    assertTrue(mismatches.isEmpty(), String.join("\n", mismatches));
  }
}
