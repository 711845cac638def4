package io.perilune.server.api.openai.responses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import io.perilune.toolcall.json.JsonWriter;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class CustomInputTest {
  private static String decoded(String arguments, int step) {
    CustomInput input = new CustomInput();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < arguments.length(); i += step) {
      text.append(input.accept(arguments.substring(i, Math.min(i + step, arguments.length()))));
    }
    return text.append(input.end()).toString();
  }

  /** With each code unit as an escape of its own. */
  private static String escaped(String text) {
    StringBuilder arguments = new StringBuilder("\n{ \"input\"\t:  \"");
    text.chars().forEach(c -> arguments.append("\\u%04x".formatted(c)));
    return arguments.append("\" }").toString();
  }

  private static String wellFormed(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .map(c -> Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  @Property(tries = 300)
  void isTheTextHoweverItIsWrittenAndCut(
      @ForAll @StringLength(max = 40) String text, @ForAll @IntRange(min = 1, max = 9) int step) {
    String expected = wellFormed(text);
    assertEquals(expected, decoded(CustomTool.arguments(text), step));
    assertEquals(
        expected,
        decoded(JsonWriter.compact(new JsonObject(Map.of("input", new JsonString(text)))), step));
    assertEquals(expected, decoded(escaped(text), step));
  }

  @Property(tries = 300)
  void neverThrows(
      @ForAll @StringLength(max = 40) String rest, @ForAll @IntRange(min = 1, max = 9) int step) {
    decoded(rest, step);
    decoded("{\"input\": \"\\" + rest, step);
    assertEquals(decoded(rest, 1_000), decoded(rest, step));
  }

  @Example
  void argumentsOfAnotherFormAreTheInput() {
    for (String arguments :
        new String[] {"{\"patch\": \"a\"}", "{}", "plain text", "{\"input\": 7}", "[\"a\"]"}) {
      assertEquals(arguments, decoded(arguments, 1));
    }
  }

  @Example
  void whatWasCutIsGivenSoFar() {
    assertEquals("", decoded("", 1));
    assertEquals("", decoded("{\"inp", 1));
    assertEquals("so far", decoded("{\"input\": \"so far", 1));
    assertEquals("a\\u12", decoded("{\"input\": \"a\\u12", 1));
  }

  @Example
  void escapesThatAreNoneAreText() {
    assertEquals("a\\qb\\u1x\\uz", decoded("{\"input\": \"a\\qb\\u1x\\uz\"}", 1));
    assertEquals("\b\f\n\r\t\"\\/", decoded("{\"input\": \"\\b\\f\\n\\r\\t\\\"\\\\\\/\"}", 1));
  }
}
