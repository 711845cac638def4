package io.perilune.template;

import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonBoolean;
import io.perilune.toolcall.json.JsonValue.JsonNull;
import io.perilune.toolcall.json.JsonValue.JsonNumber;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * JSON schemas in the forms that templates know which declare tools in a language of their own,
 * such as Python: each has one type, a description, and what belongs to its type. All else stays.
 */
final class SimpleSchemas {
  private static final String TYPE = "type";
  private static final String DESCRIPTION = "description";
  private static final String OBJECT = "object";
  private static final String ARRAY = "array";
  private static final String STRING = "string";
  private static final Set<String> TYPES =
      Set.of(STRING, "number", "integer", "boolean", ARRAY, OBJECT);
  private static final List<String> ALTERNATIVES = List.of("anyOf", "oneOf", "allOf");

  private SimpleSchemas() {}

  /** A function's declaration with a description and parameters of simple schemas. */
  static JsonObject function(JsonObject function) {
    Map<String, JsonValue> members = present(function);
    members.putIfAbsent(DESCRIPTION, new JsonString(""));
    Map<String, JsonValue> parameters = present(members.get("parameters"));
    parameters.put(TYPE, new JsonString(OBJECT));
    parameters.put("properties", properties(parameters.get("properties")));
    members.put("parameters", new JsonObject(parameters));
    return new JsonObject(members);
  }

  private static JsonObject properties(JsonValue properties) {
    Map<String, JsonValue> members = present(properties);
    members.replaceAll((name, schema) -> simple(schema));
    return new JsonObject(members);
  }

  private static JsonObject simple(JsonValue schema) {
    Map<String, JsonValue> members = present(schema);
    addAlternative(members);
    String type = type(members);
    members.put(TYPE, new JsonString(type));
    members.putIfAbsent(DESCRIPTION, new JsonString(""));
    if (type.equals(ARRAY)) {
      members.put("items", simple(members.get("items")));
    } else if (type.equals(OBJECT)) {
      members.put("properties", properties(members.get("properties")));
      members.put("additionalProperties", simple(members.get("additionalProperties")));
    }
    return new JsonObject(members);
  }

  /** Adds what the first alternative says that is not just null. */
  private static void addAlternative(Map<String, JsonValue> members) {
    for (String key : ALTERNATIVES) {
      if (members.get(key) instanceof JsonArray(List<JsonValue> alternatives)) {
        alternatives.stream()
            .map(SimpleSchemas::present)
            .filter(alternative -> !new JsonString("null").equals(alternative.get(TYPE)))
            .findFirst()
            .ifPresent(alternative -> alternative.forEach(members::putIfAbsent));
      }
    }
  }

  private static String type(Map<String, JsonValue> schema) {
    List<JsonValue> declared =
        switch (schema.get(TYPE)) {
          case JsonArray(List<JsonValue> types) -> types;
          case JsonString type -> List.of(type);
          case null, default -> List.of();
        };
    for (JsonValue type : declared) {
      if (type instanceof JsonString(String name) && TYPES.contains(name)) {
        return name;
      }
    }
    if (schema.containsKey("properties")) {
      return OBJECT;
    }
    return schema.containsKey("items") ? ARRAY : typeOfValues(schema.get("enum"));
  }

  private static String typeOfValues(JsonValue values) {
    return values instanceof JsonArray(List<JsonValue> elements) && !elements.isEmpty()
        ? switch (elements.getFirst()) {
          case JsonNumber _ -> "number";
          case JsonBoolean _ -> "boolean";
          default -> STRING;
        }
        : STRING;
  }

  /** The members of an object that are not null; none of anything else. */
  private static Map<String, JsonValue> present(JsonValue value) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    if (value instanceof JsonObject object) {
      members.putAll(object.members());
      members.values().removeIf(JsonNull.class::isInstance);
    }
    return members;
  }
}
