package io.perilune.server.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Schemas by chance of tools' arguments whose values are short, even if a model writes noise. */
final class BoundedSchemas {
  private static final List<String> NAMES =
      List.of("location", "unit", "count", "path", "flags", "when", "x", "größe", "a b", "$ref");
  private static final List<String> STRINGS =
      List.of(
          "{\"type\": \"string\", \"maxLength\": 8}",
          "{\"type\": \"string\", \"minLength\": 2, \"maxLength\": 4}",
          "{\"type\": \"string\", \"pattern\": \"^[a-z]{1,5}(-[0-9]{2})?$\"}",
          "{\"type\": \"string\", \"format\": \"date\"}",
          "{\"type\": \"string\", \"format\": \"uuid\"}",
          "{\"enum\": [\"celsius\", \"kelvin\", \"\\\"quoted\\\"\", \"日本\"]}",
          "{\"const\": \"fixed\"}");
  private static final List<String> OTHERS =
      List.of(
          "{\"type\": \"integer\", \"minimum\": 0, \"maximum\": 9007199254740991}",
          "{\"type\": \"integer\", \"minimum\": -5, \"exclusiveMaximum\": 12}",
          "{\"type\": \"integer\", \"minimum\": 0, \"maximum\": 100, \"multipleOf\": 5}",
          "{\"type\": \"number\", \"exclusiveMinimum\": 0, \"maximum\": 1.5}",
          "{\"type\": \"boolean\"}",
          "{\"type\": [\"boolean\", \"null\"]}",
          "{\"anyOf\": [{\"type\": \"integer\", \"minimum\": 1, \"maximum\": 9}, {\"type\": \"null\"}]}",
          "{\"enum\": [1, 2.5, null, {\"deep\": [true]}]}",
          "{\"$ref\": \"#/$defs/point\"}");
  private static final String DEFINITIONS =
      "\"$defs\": {\"point\": {\"type\": \"object\", \"properties\": {\"x\": {\"type\": \"integer\","
          + " \"minimum\": 0, \"maximum\": 9}}, \"required\": [\"x\"], \"additionalProperties\": false}}";

  private final Random random;
  private final int depth;

  /**
   * Schemas by chance.
   *
   * @param depth the deepest nesting of objects and arrays in the arguments; objects at depth
   *     {@code d} have at most {@code 2 d + 1} members
   */
  BoundedSchemas(Random random, int depth) {
    this.random = random;
    this.depth = depth;
  }

  /** The schema of some tool's arguments. */
  String arguments() {
    String object = object(depth);
    return object.substring(0, object.length() - 1)
        + ", \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", "
        + DEFINITIONS
        + "}";
  }

  private String value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0, 1, 2 -> pick(STRINGS);
      case 3, 4, 5, 6 -> pick(OTHERS);
      case 7 -> object(depth - 1);
      default ->
          "{\"type\": \"array\", \"maxItems\": 2, \"minItems\": %d, \"items\": %s}"
              .formatted(random.nextInt(3), value(depth - 1));
    };
  }

  private String object(int depth) {
    List<String> properties = new ArrayList<>();
    List<String> required = new ArrayList<>();
    List<String> names = new ArrayList<>(NAMES);
    Collections.shuffle(names, random);
    for (String name : names.subList(0, random.nextInt(2 * depth + 2))) {
      properties.add("\"" + name + "\": " + value(depth));
      if (random.nextBoolean()) {
        required.add("\"" + name + "\"");
      }
    }
    return "{\"type\": \"object\", \"properties\": {%s}, \"required\": [%s], \"additionalProperties\": false}"
        .formatted(String.join(", ", properties), String.join(", ", required));
  }

  private String pick(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
