package io.perilune.server.constraint.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small schemas by chance, of the keywords that are enforced; and values that may fit them. */
final class SmallSchemas {
  private static final List<String> NAMES = List.of("a", "ab", "b", "c\\\"", "ä");
  private static final List<String> PATTERNS =
      List.of(
          "^[a-z]+$",
          "^(a|bc)*$",
          "b",
          "^x",
          "\\\\d{2}$",
          "^[^a]{1,3}$",
          "^\\\\w+(-\\\\w+)?$",
          "^a?b{2,3}$",
          "^[\\\\s\\\\S]*$",
          "^(foo|bar)$|^$");
  private static final List<String> FORMATS =
      List.of("date", "time", "date-time", "uuid", "ipv4", "ipv6", "hostname", "duration");
  private static final List<String> NUMBERS =
      List.of("-120", "-10", "-1.5", "-1", "0", "0.25", "1", "7", "9.99", "10", "99", "1000");
  private static final List<String> LITERALS =
      List.of("null", "true", "0", "7", "\"a\"", "\"ab\"", "\"é\\n\"", "{\"a\": [1, null]}", "[]");
  private static final List<String> STRINGS =
      List.of(
          "",
          "a",
          "b",
          "ab",
          "abb",
          "bc",
          "x1",
          "42",
          "foo",
          "a-b",
          "q\\\"q",
          "\\n",
          "\\u0001",
          "äö",
          "😀",
          "2024-02-29",
          "2023-02-29",
          "12:30:00Z",
          "2024-01-31T23:59:59.5+01:00",
          "127.0.0.1",
          "::1",
          "1::",
          "fe80::1:2",
          "host.example",
          "P1DT2H",
          "123e4567-e89b-12d3-a456-426614174000",
          "/",
          "\\\\");

  private final Random random;

  SmallSchemas(Random random) {
    this.random = random;
  }

  String schema(int depth) {
    return switch (random.nextInt(depth > 0 ? 13 : 7)) {
      case 0 -> "{}";
      case 1 ->
          "{\"type\": " + pick(List.of("\"null\"", "\"boolean\"", "[\"null\", \"integer\"]")) + "}";
      case 2 -> "{\"enum\": [" + pick(LITERALS) + ", " + pick(LITERALS) + "]}";
      case 3 -> "{\"const\": " + pick(LITERALS) + "}";
      case 4 -> numbers(pick(List.of("integer", "number")));
      case 5 -> strings();
      case 6 -> "{\"type\": \"string\", \"format\": \"" + pick(FORMATS) + "\"}";
      case 7 -> arrays(depth);
      case 8, 9 -> objects(depth);
      case 10 -> combination("anyOf", depth);
      case 11 -> combination("allOf", depth);
      default -> combination("oneOf", depth);
    };
  }

  private String numbers(String type) {
    List<String> parts = new ArrayList<>(List.of("\"type\": \"" + type + "\""));
    maybe(parts, pick(List.of("minimum", "exclusiveMinimum")), NUMBERS);
    maybe(parts, pick(List.of("maximum", "exclusiveMaximum")), NUMBERS);
    // The validator tells multiples by floating point: of whole numbers small ones only.
    if (parts.size() == 3 && random.nextBoolean()) {
      parts.add("\"multipleOf\": " + pick(List.of("1", "3", "5", "0.01", "0.1")));
    }
    return object(parts);
  }

  private String strings() {
    List<String> parts = new ArrayList<>(List.of("\"type\": \"string\""));
    maybe(parts, "minLength", List.of("0", "1", "2"));
    maybe(parts, "maxLength", List.of("1", "2", "5"));
    if (random.nextBoolean()) {
      parts.add("\"pattern\": \"" + pick(PATTERNS) + "\"");
    }
    return object(parts);
  }

  private String arrays(int depth) {
    List<String> parts = new ArrayList<>(List.of("\"type\": \"array\""));
    if (random.nextInt(3) > 0) {
      parts.add("\"items\": " + schemaOrFlag(depth - 1));
    }
    if (random.nextInt(3) == 0) {
      parts.add("\"prefixItems\": [" + schema(depth - 1) + ", " + schemaOrFlag(depth - 1) + "]");
    }
    maybe(parts, "minItems", List.of("0", "1", "2"));
    maybe(parts, "maxItems", List.of("0", "1", "3"));
    return object(parts);
  }

  private String objects(int depth) {
    List<String> properties = new ArrayList<>();
    List<String> required = new ArrayList<>();
    for (String name : NAMES) {
      if (random.nextInt(5) < 2) {
        properties.add("\"" + name + "\": " + schemaOrFlag(depth - 1));
      }
      if (random.nextInt(5) == 0) {
        required.add("\"" + name + "\"");
      }
    }
    List<String> parts = new ArrayList<>(List.of("\"type\": \"object\""));
    parts.add("\"properties\": " + object(properties));
    if (!required.isEmpty()) {
      parts.add("\"required\": [" + String.join(", ", required) + "]");
    }
    if (random.nextInt(3) > 0) {
      parts.add("\"additionalProperties\": " + schemaOrFlag(depth - 1));
    }
    maybe(parts, "minProperties", List.of("0", "1"));
    return object(parts);
  }

  private String combination(String keyword, int depth) {
    String branches = schema(depth - 1) + ", " + schema(depth - 1);
    String base = random.nextInt(3) == 0 ? objects(1) : "{}";
    String combined = "\"" + keyword + "\": [" + branches + "]";
    return base.equals("{}")
        ? "{" + combined + "}"
        : base.substring(0, base.length() - 1) + ", " + combined + "}";
  }

  private String schemaOrFlag(int depth) {
    return switch (random.nextInt(6)) {
      case 0 -> "true";
      case 1 -> "false";
      default -> schema(Math.max(0, depth));
    };
  }

  /** A value of no schema in particular, made of the same parts as the schemas. */
  String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 9 : 4)) {
      case 0 -> pick(LITERALS);
      case 1 -> pick(NUMBERS);
      case 2 -> Integer.toString(random.nextInt(-130, 1100));
      case 3 -> "\"" + pick(STRINGS) + "\"";
      case 4, 5 -> {
        List<String> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(value(depth - 1));
        }
        yield "[" + String.join(", ", elements) + "]";
      }
      default -> {
        List<String> members = new ArrayList<>();
        for (String name : NAMES) {
          if (random.nextInt(5) < 2) {
            members.add("\"" + name + "\": " + value(depth - 1));
          }
        }
        yield object(members);
      }
    };
  }

  private void maybe(List<String> parts, String keyword, List<String> values) {
    if (random.nextBoolean()) {
      parts.add("\"" + keyword + "\": " + pick(values));
    }
  }

  private static String object(List<String> parts) {
    return "{" + String.join(", ", parts) + "}";
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
