package io.perilune.template.jinja;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.perilune.template.oracle.OracleFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JinjaTemplatesOracleTest {
  @Test
  void rendersEveryConversationByEveryTemplateAsTheReference() {
    Path folder = OracleFolder.require("jinja");
    List<JsonNode> records = OracleFolder.records(folder, "jinja-templates.jsonl");
    List<String> mismatches = mismatches(folder, records);
    System.out.println(
        "jinja-templates: "
            + records.size()
            + " records checked / "
            + mismatches.size()
            + " mismatches");
    assertTrue(mismatches.isEmpty(), () -> String.join("\n", mismatches));
  }

  static List<String> mismatches(Path folder, List<JsonNode> records) {
    List<String> mismatches = new ArrayList<>();
    for (JsonNode record : records) {
      String template = record.get("template").asText();
      String difference =
          OracleRecord.difference(
              record,
              OracleRecord.render(
                  OracleFolder.text(folder.resolve("templates").resolve(template)),
                  OracleRecord.variables(record.get("context"), "kwargs"),
                  record.get("context").toString().length()));
      if (difference != null) {
        mismatches.add(template + " " + record.get("case").asText() + ": " + difference);
      }
    }
    return mismatches;
  }
}
