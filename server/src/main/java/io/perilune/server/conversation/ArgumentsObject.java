package io.perilune.server.conversation;

import io.perilune.server.json.Fields;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import io.perilune.toolcall.json.JsonValue.JsonNumber;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import io.perilune.toolcall.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Arguments of calls as an object, which cannot say what a model wrote that is no object. Such a
 * text is wrapped, in the way in which a widespread client does it, and unwrapped when it comes
 * back:
 *
 * <pre>{@code {"__unparsedToolInput": {"raw": "{\"city\": ", "len": 9}}}</pre>
 */
public final class ArgumentsObject {
  private static final String UNPARSED = "__unparsedToolInput";

  private ArgumentsObject() {}

  /** The JSON text of the object. */
  public static String of(String arguments) {
    JsonValue value =
        JsonReader.tryRead(arguments)
            .filter(JsonObject.class::isInstance)
            .orElseGet(() -> unparsed(arguments));
    return JsonWriter.compact(value);
  }

  private static JsonObject unparsed(String arguments) {
    Map<String, JsonValue> raw = new LinkedHashMap<>();
    raw.put("raw", new JsonString(arguments));
    raw.put("len", new JsonNumber(Integer.toString(arguments.length())));
    return new JsonObject(Map.of(UNPARSED, new JsonObject(raw)));
  }

  /** The arguments that an object stands for. */
  public static String arguments(Fields input) {
    return input.object().members().size() == 1
            && input.object().get(UNPARSED) instanceof JsonObject unparsed
            && unparsed.get("raw") instanceof JsonString(String raw)
        ? raw
        : JsonWriter.spaced(input.object());
  }
}
