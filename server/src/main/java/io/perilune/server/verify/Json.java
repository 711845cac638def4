package io.perilune.server.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** JSON as this package reads and writes it. */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final JsonMapper SORTED =
      MAPPER.rebuild().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * Reads one value; nothing but white space may follow.
   *
   * @throws JsonProcessingException if the text is anything else
   */
  static JsonNode read(String text) throws JsonProcessingException {
    return MAPPER.readTree(text);
  }

  /** On one line. */
  static String line(JsonNode value) {
    return value.toString();
  }

  /** On one line, with the names of all objects sorted. */
  static String sortedLine(JsonNode value) {
    try {
      return SORTED.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Indented, for people to read as well. */
  static String indented(JsonNode value) {
    return value.toPrettyString();
  }

  /** The text of a member, or else an empty one. */
  static String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isTextual() ? value.textValue() : "";
  }

  /** Where in a text it stops being JSON, and why. */
  static String problem(JsonProcessingException e) {
    return e.getLocation() == null
        ? e.getOriginalMessage()
        : "character " + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage();
  }
}
