package io.perilune.toolcall.parse;

import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonBoolean;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What calls written as XML must look like, so that the values that {@link XmlForm} reads from them
 * are valid against the tool's schema. Values of strings are free text, all others JSON. A schema
 * that asks for more than that can tell of strings has no such constraint.
 */
public final class XmlConstraint {
  private static final int PARAMETERS_MAX = 64;

  /** Keywords that say nothing about values. */
  private static final Set<String> ANNOTATIONS =
      Set.of("title", "description", "default", "examples", "deprecated", "$comment");

  private static final Set<String> ROOT_KEYWORDS =
      Set.of("type", "properties", "required", "additionalProperties", "$schema", "$id", "strict");

  /** Where schemas may stand that others refer to. */
  private static final List<String> DEFINITIONS = List.of("$defs", "definitions");

  private static final List<String> REFERENCES = List.of("$ref", "$dynamicRef", "$recursiveRef");

  private final XmlStyle style = XmlStyle.FUNCTION;
  private final ToolDefinition tool;
  private final JsonObject schema;
  private final SchemaTypes types;

  private XmlConstraint(ToolDefinition tool) {
    this.tool = tool;
    this.schema = CallSchemas.arguments(tool);
    this.types = new SchemaTypes(schema);
  }

  /**
   * A call as {@link XmlForm#function} reads it, a parameter to a line, in the order in which the
   * schema declares them; empty if its arguments could not be enforced so.
   */
  public static Optional<Constraint> function(ToolDefinition tool) {
    return isPlain(tool.name()) ? new XmlConstraint(tool).call() : Optional.empty();
  }

  private Optional<Constraint> call() {
    List<Constraint> parts = new ArrayList<>();
    parts.add(new Constraint.Literal(style.tag(tool.name()) + "\n"));
    if (!CallSchemas.isEnforced(tool)) {
      parts.add(new Constraint.Repeat(anyParameter(), 0, PARAMETERS_MAX));
    } else if (!addParameters(parts)) {
      return Optional.empty();
    }
    parts.add(new Constraint.Literal(style.callEnd()));
    return Optional.of(new Constraint.Sequence(parts));
  }

  private Constraint anyParameter() {
    return new Constraint.Sequence(
        List.of(
            new Constraint.Literal(style.parameterBegin()),
            new Constraint.TextUntil(">"),
            new Constraint.Literal("\n"),
            freeText()));
  }

  /** Adds the declared parameters; false if they cannot be enforced. */
  private boolean addParameters(List<Constraint> parts) {
    boolean known =
        schema.members().keySet().stream()
            .allMatch(
                keyword ->
                    ROOT_KEYWORDS.contains(keyword)
                        || ANNOTATIONS.contains(keyword)
                        || DEFINITIONS.contains(keyword));
    Map<String, JsonValue> properties =
        schema.get("properties") instanceof JsonObject declared ? declared.members() : Map.of();
    Set<String> required = strings(schema.get("required"));
    if (!known || refersElsewhere(schema) || !properties.keySet().containsAll(required)) {
      return false;
    }
    for (Map.Entry<String, JsonValue> property : properties.entrySet()) {
      String name = property.getKey();
      Optional<Constraint> value = value(name, property.getValue());
      if (value.isEmpty() || !isPlain(name)) {
        return false;
      }
      Constraint parameter =
          new Constraint.Sequence(
              List.of(new Constraint.Literal(style.parameterBegin() + name + ">\n"), value.get()));
      parts.add(required.contains(name) ? parameter : new Constraint.Repeat(parameter, 0, 1));
    }
    return true;
  }

  /** A value with the tag that ends it. */
  private Optional<Constraint> value(String name, JsonValue property) {
    Map<String, JsonValue> keywords;
    if (property instanceof JsonObject object) {
      keywords = object.members();
    } else if (property.equals(new JsonBoolean(true))) {
      keywords = Map.of();
    } else {
      return Optional.empty();
    }
    Set<String> allowed = types.types(name);
    if (!allowed.isEmpty() && !allowed.contains("string")) {
      return Optional.of(
          new Constraint.Sequence(
              List.of(
                  new Constraint.Json(withDefinitions(keywords)),
                  new Constraint.Literal("\n" + style.parameterEnd() + "\n"))));
    }
    return keywords.containsKey("anyOf") ? anyOf(keywords) : string(keywords);
  }

  /** Alternatives one of which is any string: whatever comes is read as a string. */
  private Optional<Constraint> anyOf(Map<String, JsonValue> keywords) {
    boolean nothingElse =
        keywords.keySet().stream().allMatch(k -> k.equals("anyOf") || ANNOTATIONS.contains(k));
    boolean anyString =
        keywords.get("anyOf") instanceof JsonArray(List<JsonValue> options)
            && options.stream()
                .anyMatch(
                    option ->
                        option instanceof JsonObject(Map<String, JsonValue> branch)
                            && new JsonString("string").equals(branch.get("type"))
                            && isOnly(branch, Set.of("type")));
    return nothingElse && anyString ? Optional.of(freeText()) : Optional.empty();
  }

  private Optional<Constraint> string(Map<String, JsonValue> keywords) {
    if (isOnly(keywords, Set.of("type", "nullable"))) {
      return Optional.of(freeText());
    }
    List<JsonValue> values =
        keywords.get("enum") instanceof JsonArray(List<JsonValue> listed) ? listed : List.of();
    if (!isOnly(keywords, Set.of("type", "nullable", "enum"))) {
      return Optional.empty();
    }
    List<Constraint> options = new ArrayList<>();
    for (JsonValue value : values) {
      if (value instanceof JsonString(String text) && !text.contains(style.parameterEnd())) {
        options.add(new Constraint.Literal(text + "\n" + style.parameterEnd() + "\n"));
      }
    }
    return options.isEmpty() ? Optional.empty() : Optional.of(new Constraint.Choice(options));
  }

  private Constraint freeText() {
    return new Constraint.Sequence(
        List.of(new Constraint.TextUntil(style.parameterEnd()), new Constraint.Literal("\n")));
  }

  private static boolean isOnly(Map<String, JsonValue> keywords, Set<String> these) {
    return keywords.keySet().stream().allMatch(k -> these.contains(k) || ANNOTATIONS.contains(k));
  }

  /** The schema as a document of its own. */
  private JsonObject withDefinitions(Map<String, JsonValue> keywords) {
    Map<String, JsonValue> all = new LinkedHashMap<>(keywords);
    for (String definitions : DEFINITIONS) {
      if (schema.get(definitions) != null) {
        all.putIfAbsent(definitions, schema.get(definitions));
      }
    }
    return new JsonObject(all);
  }

  /** Whether a schema points to places that {@link #withDefinitions} does not take along. */
  private static boolean refersElsewhere(JsonValue schema) {
    return switch (schema) {
      case JsonObject(Map<String, JsonValue> members) ->
          REFERENCES.stream().anyMatch(keyword -> pointsElsewhere(members.get(keyword)))
              || members.values().stream().anyMatch(XmlConstraint::refersElsewhere);
      case JsonArray(List<JsonValue> elements) ->
          elements.stream().anyMatch(XmlConstraint::refersElsewhere);
      default -> false;
    };
  }

  private static boolean pointsElsewhere(JsonValue reference) {
    return reference instanceof JsonString(String target)
        && DEFINITIONS.stream().noneMatch(place -> target.startsWith("#/" + place + "/"));
  }

  private static Set<String> strings(JsonValue array) {
    Set<String> strings = new LinkedHashSet<>();
    if (array instanceof JsonArray(List<JsonValue> elements)) {
      for (JsonValue element : elements) {
        if (element instanceof JsonString(String text)) {
          strings.add(text);
        }
      }
    }
    return strings;
  }

  /** Whether a name can stand in a tag. */
  private static boolean isPlain(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> CallHeaders.isNameCharacter(c));
  }
}
