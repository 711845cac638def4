package io.perilune.toolcall.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MarkerTest {
  @Test
  void aMarkerBeginsWithItsOnlyAngleBracket() {
    assertEquals("<|x|>", Marker.control(Marker.Kind.CALL_BEGIN, "<|x|>").text());
    for (String text : new String[] {"", "[x]", "x<", "<<x"}) {
      assertThrows(
          IllegalArgumentException.class, () -> Marker.ordinary(Marker.Kind.CALL_BEGIN, text));
    }
  }
}
