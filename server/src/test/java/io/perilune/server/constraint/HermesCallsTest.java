package io.perilune.server.constraint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.constraint.ConstraintMatcher;
import io.perilune.server.constraint.schema.Validity;
import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.MessageFolder;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallFormats;
import io.perilune.toolcall.ToolCallParser;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Outputs made up token by token under the constraint of Hermes and Qwen3-Coder. */
class HermesCallsTest {
  private static final int SAMPLES = 300;
  private static final int TOKENS_MAX = 4_000;

  /** What brings texts to an end. */
  private static final List<String> ENDS = List.of("</parameter>", "\"", "}", "]", "\n");

  private static final Map<String, String> SCHEMAS =
      Map.of(
          "get_weather",
          """
          {"type": "object", "required": ["city", "days"], "additionalProperties": false,
           "properties": {
             "city": {"type": "string"},
             "unit": {"type": "string", "enum": ["C", "F", "</x>"]},
             "days": {"type": "integer", "minimum": 1, "maximum": 14},
             "exact": {"type": "boolean"},
             "hours": {"type": ["array", "null"], "items": {"type": "integer"}, "maxItems": 2}}}\
          """,
          "mcp-x.find",
          """
          {"type": "object", "required": ["where"],
           "$defs": {"place": {"type": "object", "required": ["line"], "additionalProperties": false,
             "properties": {"line": {"type": "integer", "minimum": 0, "maximum": 99}}}},
           "properties": {
             "note": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": null},
             "where": {"type": "object", "required": ["from"], "additionalProperties": false,
               "properties": {"from": {"$ref": "#/$defs/place"}}}}}\
          """,
          "ping",
          "{\"type\": \"object\", \"properties\": {}, \"additionalProperties\": false}",
          // Not to be told in XML.
          "mail",
          """
          {"type": "object", "required": ["to"], "additionalProperties": false,
           "properties": {"to": {"type": "string", "pattern": "^[a-z]{1,9}$"}}}\
          """);

  private final ByteVocabulary vocabulary = new ByteVocabulary("</parameter>");
  private final ToolCallFormat format =
      ToolCallFormats.load(HermesCallsTest.class.getClassLoader()).byId("hermes").orElseThrow();
  private final List<ToolDefinition> tools =
      SCHEMAS.entrySet().stream()
          .map(
              entry ->
                  new ToolDefinition(
                      entry.getKey(),
                      JsonObject.EMPTY,
                      (JsonObject) JsonReader.read(entry.getValue())))
          .toList();
  private final ParseContext context =
      new ParseContext(tools, new ToolChoice.Required(), false, false, false, true, Set.of());

  @Test
  void requiredCallsAreValidInEitherForm() {
    Constraint constraint = format.constraint(context).orElseThrow();
    OutputConstraints constraints = new OutputConstraints(vocabulary);
    Map<String, Validity> validity =
        SCHEMAS.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> Validity.against(e.getValue())));
    int finished = 0;
    int xml = 0;
    for (int seed = 0; seed < SAMPLES; seed++) {
      ConstraintMatcher matcher = constraints.compile(constraint).orElseThrow().newMatcher();
      String output = sample(matcher, new Random(seed));
      if (!matcher.exhausted()) {
        continue;
      }
      finished++;
      xml += output.contains("<function=") ? 1 : 0;
      MessageFolder folder = new MessageFolder();
      ToolCallParser parser = format.newParser(context);
      parser.accept(output, false, folder);
      assertEquals(FinishReason.TOOL_CALLS, parser.end(EndCause.STOP, folder), output);
      List<ToolCall> calls = folder.message(FinishReason.TOOL_CALLS).message().toolCalls();
      assertEquals(1, calls.size(), output);
      ToolCall call = calls.getFirst();
      assertEquals("", validity.get(call.name()).problem(call.arguments()), output);
      assertFalse(call.name().equals("mail") && output.contains("<function="), output);
    }
    assertTrue(finished > SAMPLES * 9 / 10, "finished: " + finished);
    assertTrue(xml > SAMPLES / 5 && xml < finished, "in XML: " + xml);
  }

  /** Any token that is allowed, those that bring texts to an end more often than others. */
  private String sample(ConstraintMatcher matcher, Random random) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    float[] logits = new float[vocabulary.vocabularySize()];
    for (int count = 0; count < TOKENS_MAX && !matcher.exhausted(); count++) {
      Arrays.fill(logits, 0);
      assertTrue(matcher.ruleOut(logits, 0, logits.length), output.toString());
      List<Integer> allowed = new ArrayList<>();
      List<Integer> ends = new ArrayList<>();
      for (int token = 0; token < logits.length; token++) {
        if (logits[token] == 0) {
          allowed.add(token);
          String text = new String(vocabulary.bytes(token), StandardCharsets.ISO_8859_1);
          if (ENDS.contains(text)) {
            ends.add(token);
          }
        }
      }
      List<Integer> among = !ends.isEmpty() && random.nextInt(5) == 0 ? ends : allowed;
      int token = among.get(random.nextInt(among.size()));
      assertTrue(matcher.accept(token));
      output.writeBytes(vocabulary.bytes(token));
    }
    return output.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatCannotBeToldInXmlIsJson() {
    for (String parameters :
        List.of(
            "{\"properties\": {\"a\": {\"type\": \"string\", \"maxLength\": 3}}}",
            "{\"properties\": {\"a\": {\"$ref\": \"#/$defs/a\"}}, \"$defs\": {\"a\": {}}}",
            "{\"properties\": {\"a\": {\"enum\": [1, 2]}}}",
            "{\"properties\": {\"a b\": {}}}",
            "{\"properties\": {}, \"required\": [\"a\"]}",
            "{\"minProperties\": 1}")) {
      ToolDefinition tool =
          new ToolDefinition("f", JsonObject.EMPTY, (JsonObject) JsonReader.read(parameters));
      ParseContext only =
          new ParseContext(
              List.of(tool), new ToolChoice.Required(), false, false, false, true, Set.of());
      Constraint constraint = format.constraint(only).orElseThrow();
      assertFalse(
          constraint.toString().contains("<function="), JsonWriter.compact(tool.parameters()));
    }
  }
}
