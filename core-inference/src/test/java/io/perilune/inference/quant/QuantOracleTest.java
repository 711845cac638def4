package io.perilune.inference.quant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.gguf.GgmlType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Decodes every recorded tensor of a type that files may have and compares with the recorded
 * floats.
 */
class QuantOracleTest {
  private static final Path MODEL =
      Path.of(System.getProperty("perilune.oracle", "../../shared/oracle")).resolve("model");

  @Test
  void decodesEveryRecordExactly() throws IOException {
    Path index = MODEL.resolve("quant").resolve("quant.json");
    assumeTrue(Files.exists(index), () -> "no records at " + index);
    List<String> mismatches = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    List<String> exact = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry :
        new ObjectMapper().readTree(index.toFile()).properties()) {
      JsonNode node = entry.getValue();
      Optional<GgmlType> type = GgmlType.byId(node.get("type_id").asInt());
      if (type.isEmpty()) {
        refused.add(entry.getKey());
        continue;
      }
      String difference =
          new QuantRecord(
                  type.get(),
                  Files.readAllBytes(MODEL.resolve(node.get("file").asText())),
                  Files.readAllBytes(MODEL.resolve(node.get("dequant").asText())),
                  node.get("row_bytes").asInt())
              .difference();
      if (difference.isEmpty()) {
        exact.add(entry.getKey());
      } else {
        mismatches.add(entry.getKey() + ": " + difference);
      }
    }
    int checked = exact.size() + mismatches.size();
    System.out.println("quant: exact " + exact);
    System.out.printf(
        "quant: records checked %d / mismatches %d; of types that no file may have %d: %s%n",
        checked, mismatches.size(), refused.size(), refused);
    assertTrue(checked > 0, "no record of a type that files may have");
    assertEquals(List.of(), mismatches);
  }
}
