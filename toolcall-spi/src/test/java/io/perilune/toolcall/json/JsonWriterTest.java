package io.perilune.toolcall.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonBoolean;
import io.perilune.toolcall.json.JsonValue.JsonNull;
import io.perilune.toolcall.json.JsonValue.JsonNumber;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
  private static final JsonValue SAMPLE =
      JsonReader.read("{\"b\":[1,2.50,{}],\"a\":{\"x\":null,\"y\":true},\"c\":[]}");

  @Test
  void compactHasNoBlanks() {
    assertEquals(
        "{\"b\":[1,2.50,{}],\"a\":{\"x\":null,\"y\":true},\"c\":[]}", JsonWriter.compact(SAMPLE));
  }

  @Test
  void spacedIsPythonsDefaultForm() {
    assertEquals(
        "{\"b\": [1, 2.50, {}], \"a\": {\"x\": null, \"y\": true}, \"c\": []}",
        JsonWriter.spaced(SAMPLE));
  }

  @Test
  void escapesOnlyWhatItMust() {
    assertEquals(
        "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\u007fé🌍<>&'\"",
        JsonWriter.quoted("\"\\/\b\f\n\r\t\u0001\u007fé🌍<>&'"));
  }

  @Test
  void escapesLoneSurrogates() {
    assertEquals("\"\\ud83c\"", JsonWriter.quoted("\ud83c"));
    assertEquals("\"\\udf0d\\ud83cx\"", JsonWriter.quoted("\udf0d\ud83cx"));
  }

  @Property(tries = 300)
  void readingGivesBackWhatWasWritten(@ForAll("values") JsonValue value) {
    assertEquals(value, JsonReader.read(JsonWriter.compact(value)));
    assertEquals(value, JsonReader.read(JsonWriter.spaced(value)));
  }

  @Provide
  Arbitrary<JsonValue> values() {
    return nested(3);
  }

  private static Arbitrary<JsonValue> nested(int depth) {
    Arbitrary<JsonValue> scalars =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(20).map(JsonString::new),
            Arbitraries.longs().map(n -> new JsonNumber(Long.toString(n))),
            Arbitraries.doubles().map(n -> new JsonNumber(Double.toString(n))),
            Arbitraries.of(true, false).map(JsonBoolean::new),
            Arbitraries.just(new JsonNull()));
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<JsonValue> inner = nested(depth - 1);
    Arbitrary<JsonValue> arrays = inner.list().ofMaxSize(4).map(JsonArray::new);
    Arbitrary<JsonValue> objects =
        Arbitraries.maps(Arbitraries.strings().ofMaxLength(5), inner)
            .ofMaxSize(4)
            .map(JsonWriterTest::object);
    return Arbitraries.oneOf(scalars, arrays, objects);
  }

  private static JsonValue object(Map<String, JsonValue> members) {
    return new JsonObject(new LinkedHashMap<>(members));
  }

  @Test
  void listsKeepTheirOrder() {
    JsonValue list = new JsonArray(List.of(new JsonNumber("2"), new JsonNumber("1")));
    assertEquals("[2,1]", JsonWriter.compact(list));
  }
}
