package io.perilune.toolcall.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.json.JsonValue.JsonArray;
import io.perilune.toolcall.json.JsonValue.JsonNumber;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
  @Test
  void readsEveryKindOfValue() {
    JsonValue value =
        JsonReader.read(
            " { \"a\" : [ 1 , -0.50e+3 , true , false , null ] , \"b\" : { } , \"c\" : \"x\" } ");

    assertEquals(
        "{\"a\":[1,-0.50e+3,true,false,null],\"b\":{},\"c\":\"x\"}", JsonWriter.compact(value));
  }

  @Test
  void decodesEscapes() {
    assertEquals(
        new JsonString("\"\\/\b\f\n\r\té🌍"),
        JsonReader.read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83c\\udf0d\""));
  }

  @Test
  void keepsALoneSurrogate() {
    assertEquals(new JsonString("a\ud800b"), JsonReader.read("\"a\\ud800b\""));
  }

  @Test
  void theLastOfEqualNamesWins() {
    JsonObject object = (JsonObject) JsonReader.read("{\"a\":1,\"b\":2,\"a\":3}");

    assertEquals(new JsonNumber("3"), object.get("a"));
    assertEquals(List.of("a", "b"), List.copyOf(object.members().keySet()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "{\"a\":}",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "-",
        "tru",
        "nul",
        "NaN",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12\"",
        "\"\n\"",
        "1 2",
        "[1 2]",
        "]",
        "\u00a01",
        "\"\\u\u0661\u0661\u0661\u0661\"",
        "\u0661"
      })
  void refusesWhatIsNotJson(String text) {
    assertThrows(JsonException.class, () -> JsonReader.read(text));
    assertTrue(JsonReader.tryRead(text).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"'[1,x]', 3", "'{\"a\":1', 6", "'\"a\\qb\"', 2", "'12 3', 3"})
  void namesThePlace(String text, int offset) {
    JsonException e = assertThrows(JsonException.class, () -> JsonReader.read(text));

    assertEquals(offset, e.offset());
    assertTrue(e.getMessage().contains("character " + offset), e.getMessage());
  }

  @Test
  void limitsDepth() {
    int max = JsonLimits.DEPTH_MAX;
    assertTrue(JsonReader.read("[".repeat(max) + "]".repeat(max)) instanceof JsonArray);

    JsonException e =
        assertThrows(JsonException.class, () -> JsonReader.read("[{\"a\":".repeat(1_000_000)));
    assertEquals(max / 2 * 6, e.offset());
  }

  @Test
  void limitsNumbers() {
    String longest = "9".repeat(JsonLimits.NUMBER_CHARS_MAX);
    assertEquals(new JsonNumber(longest), JsonReader.read(longest));
    assertThrows(JsonException.class, () -> JsonReader.read(longest + "9"));
  }

  @Test
  void limitsNames() {
    String longest = "n".repeat(JsonLimits.NAME_CHARS_MAX);
    assertEquals(1, ((JsonObject) JsonReader.read("{\"" + longest + "\":1}")).members().size());
    assertThrows(JsonException.class, () -> JsonReader.read("{\"n" + longest + "\":1}"));
  }
}
