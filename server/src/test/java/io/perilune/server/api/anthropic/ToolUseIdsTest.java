package io.perilune.server.api.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ToolUseIdsTest {
  private static final String SAFE = "^[a-zA-Z0-9_-]+$";

  @Example
  void kimisIdsStayReadable() {
    String encoded = ToolUseIds.encode("functions.get_time:0");
    assertTrue(encoded.matches("toolu_[0-9a-f]{8}_functions_dget__time_c0"), encoded);
    assertEquals("functions.get_time:0", ToolUseIds.decode(encoded));
  }

  @Example
  void idsOfOthersPassThrough() {
    for (String id :
        new String[] {
          "",
          "toolu_",
          "toolu_01A09q90qw90lq917835lq9",
          "toolu_00000000_functions_dget__time_c0",
          "toolu_0123abcd_",
          "call_0",
          "functions.get_time:0"
        }) {
      assertEquals(id, ToolUseIds.decode(id));
    }
  }

  @Property
  void everyIdComesBack(@ForAll("ids") String id) {
    String encoded = ToolUseIds.encode(id);
    assertTrue(encoded.matches(SAFE), encoded);
    assertEquals(id, ToolUseIds.decode(encoded));
    assertTrue(
        encoded.length() <= ToolUseIds.FRAME_CHARS + (long) ToolUseIds.GROWTH_MAX * id.length(),
        encoded);
  }

  @Property
  void whatLooksLikeAnEncodedIdComesBackToo(@ForAll("ids") String id) {
    String encoded = ToolUseIds.encode(id);
    assertEquals(encoded, ToolUseIds.decode(ToolUseIds.encode(encoded)));
  }

  @Property
  void idsThatWereNotMadeHereAreLeftAlone(@ForAll("safe") String id) {
    assertEquals(id, ToolUseIds.decode(id));
  }

  @Property
  void aChangedIdIsNotOurs(@ForAll("ids") String id) {
    String encoded = ToolUseIds.encode(id);
    String longer = encoded + "x";
    assertEquals(longer, ToolUseIds.decode(longer));
    String other = encoded.substring(0, encoded.length() - 1);
    assertEquals(other, ToolUseIds.decode(other));
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(40),
        Arbitraries.strings().ascii().ofMaxLength(40),
        Arbitraries.strings().withChars("_dcu.:-0aF").ofMaxLength(12));
  }

  @Provide
  Arbitrary<String> safe() {
    return Arbitraries.strings()
        .withChars("_-dcu0123456789abcdefXYZ")
        .ofMaxLength(40)
        .map(rest -> "toolu_" + rest);
  }
}
