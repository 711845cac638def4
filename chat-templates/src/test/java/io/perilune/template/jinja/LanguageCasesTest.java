package io.perilune.template.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A selection of expressions and statements with what the reference makes of them. */
class LanguageCasesTest {
  @Test
  void rendersAsTheReference() throws IOException {
    List<JsonNode> records = new ArrayList<>();
    try (InputStream in = getClass().getResourceAsStream("language-cases.jsonl")) {
      String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : lines.split("\n")) {
        records.add(new ObjectMapper().readTree(line));
      }
    }
    assertFalse(records.isEmpty());
    assertEquals(List.of(), JinjaLanguageOracleTest.mismatches(records));
  }
}
