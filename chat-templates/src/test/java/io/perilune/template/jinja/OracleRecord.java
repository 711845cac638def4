package io.perilune.template.jinja;

import com.fasterxml.jackson.databind.JsonNode;
import io.perilune.template.jinja.builtin.Library;
import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;
import io.perilune.template.jinja.value.BoolValue;
import io.perilune.template.jinja.value.DictValue;
import io.perilune.template.jinja.value.FloatValue;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.ListValue;
import io.perilune.template.jinja.value.NoneValue;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.Value;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Renders what a record of the reference asks for, strictly as the reference does. */
final class OracleRecord {
  /** The time at which the reference was made. */
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T11:22:33Z"), ZoneOffset.UTC);

  /** A rendered text or an error. */
  record Outcome(Text text, JinjaException error) {}

  private OracleRecord() {}

  static Outcome render(String source, Map<String, Value> variables, long inputChars) {
    try {
      JinjaTemplate template = JinjaTemplate.compile(source, Library.STRICT);
      return new Outcome(template.render(variables, inputChars, CLOCK), null);
    } catch (JinjaException e) {
      return new Outcome(null, e);
    }
  }

  /** Top-level variables; the members of {@code spread} become variables themselves. */
  static Map<String, Value> variables(JsonNode context, String spread) {
    Map<String, Value> variables = new HashMap<>();
    context
        .properties()
        .forEach(
            member -> {
              if (member.getKey().equals(spread)) {
                variables.putAll(variables(member.getValue(), null));
              } else {
                variables.put(member.getKey(), value(member.getValue()));
              }
            });
    return variables;
  }

  /**
   * Compares an outcome with a record.
   *
   * @return what differs, or {@code null}
   */
  static String difference(JsonNode record, Outcome outcome) {
    JsonNode error = record.get("error");
    if (error == null) {
      String expected = record.get("expected").asText();
      if (outcome.error() != null) {
        return "expected a text, got " + describe(outcome.error());
      }
      String actual = outcome.text().chars();
      if (record.path("compare").asText().equals("address_masked")) {
        actual = actual.replaceAll("0x[0-9a-fA-F]+", "0xADDR");
      }
      return actual.equals(expected) ? null : firstDifference(expected, actual);
    }
    String category = error.get("category").asText();
    if (outcome.error() == null) {
      return "expected " + category + " error, got a text: " + cut(outcome.text().chars());
    }
    if (!category(outcome.error()).equals(category)) {
      return "expected " + error + ", got " + describe(outcome.error());
    }
    boolean sameMessage = outcome.error().reason().equals(error.get("message").asText());
    return outcome.error().kind() == ErrorKind.RAISE_EXCEPTION && !sameMessage
        ? "expected " + error + ", got " + describe(outcome.error())
        : null;
  }

  static String category(JinjaException e) {
    return e.kind().name().toLowerCase(Locale.ROOT);
  }

  private static String describe(JinjaException e) {
    return e.kind() + ": " + e.reason() + " at " + e.position();
  }

  private static String firstDifference(String expected, String actual) {
    int i = 0;
    while (i < expected.length() && i < actual.length() && expected.charAt(i) == actual.charAt(i)) {
      i++;
    }
    int from = Math.max(0, i - 20);
    return "at "
        + i
        + " expected <"
        + cut(expected.substring(from))
        + "> got <"
        + cut(actual.substring(from))
        + ">";
  }

  private static String cut(String text) {
    return text.length() > 120 ? text.substring(0, 120) + "…" : text;
  }

  static Value value(JsonNode node) {
    if (node.isObject()) {
      DictValue dict = new DictValue();
      node.properties()
          .forEach(member -> dict.put(Text.data(member.getKey()), value(member.getValue())));
      return dict;
    }
    if (node.isArray()) {
      List<Value> elements = new ArrayList<>();
      node.forEach(element -> elements.add(value(element)));
      return new ListValue(elements);
    }
    if (node.isTextual()) {
      return Text.data(node.asText());
    }
    if (node.isBoolean()) {
      return BoolValue.of(node.asBoolean());
    }
    if (node.isNull()) {
      return NoneValue.NONE;
    }
    return node.isIntegralNumber()
        ? new IntValue(node.bigIntegerValue())
        : new FloatValue(node.doubleValue());
  }
}
