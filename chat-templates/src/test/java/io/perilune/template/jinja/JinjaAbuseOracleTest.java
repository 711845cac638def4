package io.perilune.template.jinja;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.oracle.OracleFolder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JinjaAbuseOracleTest {
  private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

  private record Timed(String name, Duration time, int templateBytes) {
    @Override
    public String toString() {
      return name + ": " + time.toMillis() + " ms, " + templateBytes + " bytes of template";
    }
  }

  private Timed slowest = new Timed("none", Duration.ZERO, 0);

  @Test
  void refusesOrSurvivesEveryHostileTemplate() {
    List<JsonNode> records =
        OracleFolder.records(OracleFolder.require("jinja"), "jinja-abuse.jsonl");
    List<String> mismatches = mismatches(records);
    System.out.println(
        "jinja-abuse: "
            + records.size()
            + " records checked / "
            + mismatches.size()
            + " mismatches; slowest "
            + slowest);
    assertTrue(mismatches.isEmpty(), () -> String.join("\n", mismatches));
  }

  private List<String> mismatches(List<JsonNode> records) {
    List<String> mismatches = new ArrayList<>();
    for (JsonNode record : records) {
      Instant start = Instant.now();
      OracleRecord.Outcome outcome =
          OracleRecord.render(
              record.get("template").asText(),
              OracleRecord.variables(record.path("context"), null),
              record.path("context").toString().length());
      Duration time = Duration.between(start, Instant.now());
      if (time.compareTo(slowest.time()) > 0) {
        byte[] template = record.get("template").asText().getBytes(StandardCharsets.UTF_8);
        slowest = new Timed(record.get("name").asText(), time, template.length);
      }
      String failure = failure(record, outcome);
      if (time.compareTo(TIME_LIMIT) > 0) {
        failure = "took " + time.toMillis() + " ms";
      }
      if (failure != null) {
        mismatches.add(record.get("name").asText() + ": " + failure);
      }
    }
    return mismatches;
  }

  private static String failure(JsonNode record, OracleRecord.Outcome outcome) {
    boolean limit = outcome.error() != null && outcome.error().kind() == ErrorKind.LIMIT;
    return switch (record.get("require").asText()) {
      case "render_equal" -> difference(record, outcome);
      case "render_equal_or_limit_error" -> limit ? null : difference(record, outcome);
      case "limit_error" -> limit ? null : "expected a limit error, got " + outcome;
      case "error_or_limit_error" -> outcome.error() != null ? null : "expected an error";
      default -> "unknown requirement " + record.get("require");
    };
  }

  private static String difference(JsonNode record, OracleRecord.Outcome outcome) {
    if (outcome.error() != null) {
      return outcome.error().kind() + ": " + outcome.error().reason();
    }
    JsonNode python = record.get("python");
    String text = outcome.text().chars();
    if (python.has("expected")) {
      return text.equals(python.get("expected").asText()) ? null : "another text: " + text;
    }
    boolean same =
        text.codePointCount(0, text.length()) == python.get("output_chars").asInt()
            && text.startsWith(python.path("expected_prefix").asText())
            && text.endsWith(python.path("expected_suffix").asText());
    return same ? null : "another text of " + text.length() + " characters";
  }
}
