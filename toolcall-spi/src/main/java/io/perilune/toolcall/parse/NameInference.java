package io.perilune.toolcall.parse;

import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import io.perilune.toolcall.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the tool of a call whose header says nothing ({@code call_…}, a UUID, a number), from its
 * arguments: a name inside them, the only tool, the only schema that accepts them. Otherwise the
 * header itself becomes the name, so that the client can answer that there is no such tool.
 */
final class NameInference {
  private static final int NAME_CHARS_MAX = 64;
  private static final String NO_NAME = "unknown";
  static final List<String> WRAPPERS = List.of("arguments", "parameters");

  /** A call with its tool found. */
  record Named(String name, String arguments) {}

  private final Map<String, SchemaTypes> schemas;

  /**
   * An inference among these tools.
   *
   * @param schemas what the arguments of each look like, by name
   */
  NameInference(Map<String, SchemaTypes> schemas) {
    this.schemas = schemas;
  }

  Named infer(String header, String arguments) {
    Optional<JsonObject> object =
        JsonReader.tryRead(arguments).map(v -> v instanceof JsonObject o ? o : null);
    Optional<Named> inside = object.flatMap(this::namedInside);
    if (inside.isPresent()) {
      return inside.get();
    }
    if (schemas.size() == 1) {
      return new Named(schemas.keySet().iterator().next(), arguments);
    }
    List<String> accepting = object.map(this::accepting).orElse(List.of());
    return new Named(accepting.size() == 1 ? accepting.getFirst() : asName(header), arguments);
  }

  /** What {@code {"name": …, "arguments": …}} says, if it names a tool. */
  private Optional<Named> namedInside(JsonObject object) {
    if (!(object.get("name") instanceof JsonString(String name)) || !schemas.containsKey(name)) {
      return Optional.empty();
    }
    Map<String, JsonValue> rest = new LinkedHashMap<>(object.members());
    rest.remove("name");
    if (rest.size() == 1) {
      Map.Entry<String, JsonValue> only = rest.entrySet().iterator().next();
      if (WRAPPERS.contains(only.getKey()) && asObject(only.getValue()) != null) {
        return Optional.of(new Named(name, asObject(only.getValue())));
      }
    }
    return schemas.get(name).declares("name")
        ? Optional.empty()
        : Optional.of(new Named(name, JsonWriter.spaced(new JsonObject(rest))));
  }

  /** The text of an object, or of one encoded as a string; otherwise {@code null}. */
  static String asObject(JsonValue value) {
    return switch (value) {
      case JsonObject object -> JsonWriter.spaced(object);
      case JsonString(String text)
          when JsonReader.tryRead(text).orElse(null) instanceof JsonObject ->
          text.strip();
      default -> null;
    };
  }

  private List<String> accepting(JsonObject arguments) {
    return schemas.entrySet().stream()
        .filter(schema -> schema.getValue().accepts(arguments))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String asName(String header) {
    if (header.isEmpty()) {
      return NO_NAME;
    }
    String start = header.substring(0, Math.min(header.length(), NAME_CHARS_MAX));
    StringBuilder name = new StringBuilder();
    start.codePoints().forEach(c -> name.appendCodePoint(CallHeaders.isNameCharacter(c) ? c : '_'));
    return name.toString();
  }
}
