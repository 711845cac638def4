package io.perilune.server.constraint.schema;

import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonBoolean;
import io.perilune.toolcall.json.JsonValue.JsonNull;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what one schema says by itself, without the schemas that it refers to or combines. Takes
 * the keywords of draft 7 to draft 2020-12, and of OpenAPI {@code nullable}.
 */
final class KeywordReader {
  private final Problems problems;

  KeywordReader(Problems problems) {
    this.problems = problems;
  }

  /** What the schema's own keywords say. */
  Facts read(JsonObject schema, String path) {
    SchemaFields fields = new SchemaFields(schema, path, problems);
    Facts facts =
        typesAndValues(fields)
            .withStrings(strings(fields))
            .withArrays(arrays(fields))
            .withObjects(objects(fields));
    return facts.withNumbers(facts.numbers().and(numbers(fields)));
  }

  private Facts typesAndValues(SchemaFields fields) {
    Facts facts = types(fields);
    boolean nullable = fields.isTrue("nullable") && fields.has("type");
    if (nullable) {
      Set<JsonType> types = EnumSet.copyOf(facts.types());
      types.add(JsonType.NULL);
      facts = facts.withTypes(types);
    }
    Optional<List<JsonValue>> listed = fields.array("enum");
    if (listed.isPresent()) {
      List<JsonValue> values = new ArrayList<>(listed.get());
      if (nullable) {
        values.add(new JsonNull());
      }
      facts = facts.withValues(ValueSet.distinct(values));
    }
    if (fields.has("const")) {
      facts = facts.and(Facts.ANY.withValues(List.of(fields.object().get("const"))));
    }
    return facts;
  }

  private Facts types(SchemaFields fields) {
    List<JsonValue> names =
        switch (fields.object().get("type")) {
          case null -> null;
          case JsonString name -> List.of(name);
          case JsonArray(List<JsonValue> elements) when !elements.isEmpty() -> elements;
          default -> {
            problems.invalid(
                fields.path(), "type", "must be the name of a type, or an array of such");
            yield null;
          }
        };
    if (names == null) {
      return Facts.ANY;
    }
    Set<JsonType> types = EnumSet.noneOf(JsonType.class);
    boolean integers = false;
    boolean numbers = false;
    for (JsonValue name : names) {
      String word = name instanceof JsonString(String text) ? text : "";
      switch (word) {
        case "object" -> types.add(JsonType.OBJECT);
        case "array" -> types.add(JsonType.ARRAY);
        case "string" -> types.add(JsonType.STRING);
        case "boolean" -> types.add(JsonType.BOOLEAN);
        case "null" -> types.add(JsonType.NULL);
        case "number" -> {
          types.add(JsonType.NUMBER);
          numbers = true;
        }
        case "integer" -> {
          types.add(JsonType.NUMBER);
          integers = true;
        }
        default -> {
          problems.invalid(fields.path(), "type", "has an unknown type");
          return Facts.ANY;
        }
      }
    }
    Facts facts = Facts.ofTypes(types);
    return integers && !numbers ? facts.withNumbers(NumberFacts.WHOLE) : facts;
  }

  private NumberFacts numbers(SchemaFields fields) {
    Bound min = bound(fields, "minimum", "exclusiveMinimum", true);
    Bound max = bound(fields, "maximum", "exclusiveMaximum", false);
    BigDecimal multipleOf = fields.number("multipleOf").orElse(null);
    if (multipleOf != null && multipleOf.signum() <= 0) {
      problems.invalid(fields.path(), "multipleOf", "must be greater than 0");
      multipleOf = null;
    }
    return new NumberFacts(false, min, max, multipleOf);
  }

  /** A bound; in draft 4 the second keyword is a flag of the first. */
  private static Bound bound(
      SchemaFields fields, String inclusive, String exclusive, boolean lower) {
    boolean flag = fields.object().get(exclusive) instanceof JsonBoolean;
    boolean flagged = fields.isTrue(exclusive);
    Bound first = fields.number(inclusive).map(value -> new Bound(value, flagged)).orElse(null);
    Bound second =
        flag ? null : fields.number(exclusive).map(value -> new Bound(value, true)).orElse(null);
    return lower ? Bound.higher(first, second) : Bound.lower(first, second);
  }

  private StringFacts strings(SchemaFields fields) {
    List<StringFacts.Expression> expressions = new ArrayList<>();
    fields
        .string("pattern")
        .flatMap(source -> regex(fields, source))
        .ifPresent(regex -> expressions.add(new StringFacts.Expression("pattern", regex)));
    fields
        .string("format")
        .flatMap(StringFormats::regex)
        .ifPresent(regex -> expressions.add(new StringFacts.Expression("format", regex)));
    return new StringFacts(fields.least("minLength"), fields.most("maxLength"), expressions);
  }

  private Optional<Regex> regex(SchemaFields fields, String source) {
    try {
      return Optional.of(RegexParser.parse(source));
    } catch (RegexException e) {
      if (e.malformed()) {
        problems.invalid(fields.path(), "pattern", e.getMessage());
      } else {
        problems.unenforced(fields.path(), "pattern", e.getMessage());
      }
      return Optional.empty();
    }
  }

  private ArrayFacts arrays(SchemaFields fields) {
    boolean listed = fields.object().get("items") instanceof JsonArray;
    List<Conjunction> first = fields.schemas(listed ? "items" : "prefixItems").orElse(List.of());
    Conjunction others =
        fields.schema(listed ? "additionalItems" : "items").orElse(Conjunction.ANY);
    int max = fields.most("maxItems");
    if (fields.isTrue("uniqueItems") && max > 1) {
      problems.unenforced(fields.path(), "uniqueItems");
    }
    reportIfPresent(fields, "contains", "unevaluatedItems");
    return new ArrayFacts(first, others, fields.least("minItems"), max);
  }

  private ObjectFacts objects(SchemaFields fields) {
    Set<String> required = new LinkedHashSet<>();
    for (JsonValue name : fields.array("required").orElse(List.of())) {
      if (name instanceof JsonString(String text)) {
        required.add(text);
      } else {
        problems.invalid(fields.path(), "required", "must be an array of names");
      }
    }
    Conjunction additional = fields.schema("additionalProperties").orElse(Conjunction.ANY);
    Map<String, Conjunction> byPattern = fields.schemasByName("patternProperties");
    if (!byPattern.isEmpty()) {
      problems.unenforced(fields.path(), "patternProperties");
      additional = Conjunction.ANY;
    }
    reportIfPresent(
        fields,
        "propertyNames",
        "dependencies",
        "dependentRequired",
        "dependentSchemas",
        "unevaluatedProperties");
    int max = fields.most("maxProperties");
    return new ObjectFacts(
        fields.schemasByName("properties"),
        additional,
        required,
        fields.least("minProperties"),
        max);
  }

  private void reportIfPresent(SchemaFields fields, String... keywords) {
    for (String keyword : keywords) {
      if (fields.has(keyword) && !fields.isTrue(keyword)) {
        problems.unenforced(fields.path(), keyword);
      }
    }
  }
}
