package io.perilune.server.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import io.perilune.server.verify.ToolCallFault.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks that calls name a tool of the request and that their arguments are valid against its JSON
 * Schema: of the draft that {@code $schema} names, else 2020-12. Formats are annotations only and
 * 1.0 is an integer, as the drafts have it. Nothing is loaded from elsewhere. Thread-safe.
 */
final class ToolCallCheck {
  private static final List<String> META_SCHEMAS =
      List.of("http://json-schema.org/", "https://json-schema.org/");

  /** Violations that are told of one call. */
  private static final int VIOLATIONS_SHOWN = 3;

  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry
                  .schemaCacheEnabled(false)
                  .schemaLoader(
                      loader ->
                          loader.allow(
                              iri -> META_SCHEMAS.stream().anyMatch(iri.toString()::startsWith)))
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder()
                          .formatAssertionsEnabled(false)
                          .losslessNarrowing(true)
                          .locale(Locale.ROOT)
                          .build()));

  /**
   * What is wrong with an answer that finished for tool calls; empty if nothing is.
   *
   * @param calls its {@code tool_calls}
   * @param tools the {@code tools} of the request
   */
  List<ToolCallFault> faults(JsonNode calls, JsonNode tools) {
    if (calls.isEmpty()) {
      return List.of(
          new ToolCallFault(
              Kind.NO_CALL, "the answer finished for tool_calls, but it holds no call"));
    }
    List<ToolCallFault> faults = new ArrayList<>();
    for (JsonNode call : calls) {
      fault(call.path("function"), tools).ifPresent(faults::add);
    }
    return faults;
  }

  private Optional<ToolCallFault> fault(JsonNode function, JsonNode tools) {
    String name = Json.text(function, "name");
    for (JsonNode tool : tools) {
      if (!name.isEmpty() && name.equals(Json.text(tool.path("function"), "name"))) {
        return argumentsFault(
            name, function.path("arguments"), tool.path("function").path("parameters"));
      }
    }
    return Optional.of(
        new ToolCallFault(Kind.UNKNOWN_TOOL, "'" + name + "' is no tool of the request"));
  }

  private Optional<ToolCallFault> argumentsFault(String name, JsonNode arguments, JsonNode schema) {
    JsonNode value = arguments;
    if (arguments.isTextual()) {
      try {
        value = Json.read(arguments.textValue());
      } catch (JsonProcessingException e) {
        return Optional.of(notJson(name, Json.problem(e)));
      }
    }
    if (value.isMissingNode()) {
      return Optional.of(notJson(name, "they are empty"));
    }
    return schema.isMissingNode() ? Optional.empty() : violation(name, value, schema);
  }

  private static ToolCallFault notJson(String name, String problem) {
    return new ToolCallFault(
        Kind.ARGUMENTS_NOT_JSON, "arguments of " + name + " are not JSON: " + problem);
  }

  /** Where it is, unless it is the whole, and what. */
  private static String told(Error error) {
    String place = error.getInstanceLocation().toString();
    return place.isEmpty() ? error.getMessage() : place + ": " + error.getMessage();
  }

  private Optional<ToolCallFault> violation(String name, JsonNode arguments, JsonNode schema) {
    List<Error> errors;
    try {
      errors = schemas.getSchema(schema).validate(arguments);
    } catch (SchemaException e) {
      return Optional.of(
          new ToolCallFault(
              Kind.UNUSABLE_SCHEMA,
              "the request's schema of " + name + " cannot be used: " + e.getMessage()));
    }
    if (errors.isEmpty()) {
      return Optional.empty();
    }
    String told =
        errors.stream()
            .limit(VIOLATIONS_SHOWN)
            .map(ToolCallCheck::told)
            .collect(Collectors.joining("; "));
    return Optional.of(
        new ToolCallFault(Kind.SCHEMA_VIOLATION, "arguments of " + name + ": " + told));
  }
}
