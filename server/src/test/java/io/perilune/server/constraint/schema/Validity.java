package io.perilune.server.constraint.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.regex.Pattern;

/** The judgement of an independent validator. */
public final class Validity {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  /**
   * RFC 3339 has this offset for times whose zone is unknown (section 4.3). The validator takes it
   * in times but not in date-times, where ISO 8601 has the say.
   */
  private static final Pattern UNKNOWN_OFFSET =
      Pattern.compile("([Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]+)?)-00:00\"");

  private final Schema schema;

  private Validity(Schema schema) {
    this.schema = schema;
  }

  /** For a schema, given as JSON text. */
  public static Validity against(String schema) {
    return new Validity(REGISTRY.getSchema(schema));
  }

  /** What is wrong with a text; empty if nothing is. */
  public String problem(String text) {
    try {
      JsonNode value = JSON.readTree(UNKNOWN_OFFSET.matcher(text).replaceAll("$1+00:00\""));
      return String.join("; ", schema.validate(value).stream().map(Object::toString).toList());
    } catch (JsonProcessingException e) {
      return e.getOriginalMessage();
    }
  }

  boolean accepts(String text) {
    return problem(text).isEmpty();
  }
}
