package io.perilune.server.constraint.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;

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
      JsonNode value = JSON.readTree(text);
      return String.join("; ", schema.validate(value).stream().map(Object::toString).toList());
    } catch (JsonProcessingException e) {
      return e.getOriginalMessage();
    }
  }

  boolean accepts(String text) {
    return problem(text).isEmpty();
  }
}
