package io.perilune.template.jinja;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.perilune.template.oracle.OracleFolder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JinjaLanguageOracleTest {
  @Test
  void rendersEveryExpressionAndStatementAsTheReference() {
    List<JsonNode> records =
        OracleFolder.records(OracleFolder.require("jinja"), "jinja-language.jsonl");
    List<String> mismatches = mismatches(records);
    System.out.println(
        "jinja-language: "
            + records.size()
            + " records checked / "
            + mismatches.size()
            + " mismatches");
    assertTrue(mismatches.isEmpty(), () -> String.join("\n", mismatches));
  }

  static List<String> mismatches(List<JsonNode> records) {
    List<String> mismatches = new ArrayList<>();
    for (JsonNode record : records) {
      String difference =
          OracleRecord.difference(
              record,
              OracleRecord.render(
                  record.get("template").asText(),
                  OracleRecord.variables(record.path("context"), null),
                  record.path("context").toString().length()));
      if (difference != null) {
        mismatches.add(record.get("name").asText() + ": " + difference);
      }
    }
    return mismatches;
  }
}
