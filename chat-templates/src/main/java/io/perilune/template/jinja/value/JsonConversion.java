package io.perilune.template.jinja.value;

import io.perilune.toolcall.json.JsonValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Makes values of JSON; all its strings become data of the client, keys included. */
public final class JsonConversion {
  private JsonConversion() {}

  public static Value toValue(JsonValue json) {
    return switch (json) {
      case JsonValue.JsonNull none -> NoneValue.NONE;
      case JsonValue.JsonBoolean(boolean value) -> BoolValue.of(value);
      case JsonValue.JsonNumber number -> number(number);
      case JsonValue.JsonString(String value) -> Text.data(value);
      case JsonValue.JsonArray(List<JsonValue> elements) -> {
        List<Value> values = new ArrayList<>(elements.size());
        elements.forEach(element -> values.add(toValue(element)));
        yield new ListValue(values);
      }
      case JsonValue.JsonObject object -> {
        DictValue dict = new DictValue();
        object.members().forEach((name, value) -> dict.put(Text.data(name), toValue(value)));
        yield dict;
      }
    };
  }

  private static Value number(JsonValue.JsonNumber number) {
    return number.isInteger()
        ? new IntValue(new BigInteger(number.text()))
        : new FloatValue(Double.parseDouble(number.text()));
  }
}
