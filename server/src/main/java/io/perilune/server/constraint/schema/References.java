package io.perilune.server.constraint.schema;

import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Follows {@code $ref} within one document (RFC 6901 in a URI's fragment). Other documents are
 * never fetched.
 *
 * @param root the document
 */
record References(JsonValue root) {
  /** What a reference points to, if it is in the document. */
  Optional<JsonValue> resolve(String reference) {
    if (reference.equals("#")) {
      return Optional.of(root);
    }
    if (!reference.startsWith("#/")) {
      return Optional.empty();
    }
    Optional<JsonValue> place = Optional.of(root);
    for (String step : reference.substring(2).split("/", -1)) {
      place = place.flatMap(value -> child(value, decode(step)));
    }
    return place.filter(
        value -> value instanceof JsonObject || value instanceof JsonValue.JsonBoolean);
  }

  private static Optional<JsonValue> child(JsonValue value, String step) {
    return switch (value) {
      case JsonObject object -> Optional.ofNullable(object.get(step));
      case JsonArray(List<JsonValue> elements) ->
          isIndex(step) && Integer.parseInt(step) < elements.size()
              ? Optional.of(elements.get(Integer.parseInt(step)))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean isIndex(String step) {
    return !step.isEmpty() && step.length() < 7 && step.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String decode(String step) {
    String decoded = step;
    if (step.indexOf('%') >= 0) {
      try {
        decoded = URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        // Then the sign stands for itself.
      }
    }
    return decoded.replace("~1", "/").replace("~0", "~");
  }
}
