package io.perilune.toolcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolCallFormatsTest {
  private static final ModelDescriptor MODEL = new ModelDescriptor("any", "", token -> false);

  @Test
  void theHighestScoreWins() {
    ToolCallFormat sure = format("sure", 90);
    ToolCallFormats formats = new ToolCallFormats(List.of(format("weak", 10), sure));

    assertSame(sure, formats.best(MODEL).orElseThrow());
  }

  @Test
  void aScoreOfZeroNeverWins() {
    assertEquals(Optional.empty(), new ToolCallFormats(List.of(format("no", 0))).best(MODEL));
  }

  @Test
  void equalScoresAreDecidedById() {
    ToolCallFormat a = format("a", 50);
    ToolCallFormat b = format("b", 50);

    assertSame(a, new ToolCallFormats(List.of(b, a)).best(MODEL).orElseThrow());
    assertSame(a, new ToolCallFormats(List.of(a, b)).best(MODEL).orElseThrow());
  }

  @Test
  void theFirstOfAnIdCounts() {
    ToolCallFormat first = format("x", 10);
    ToolCallFormats formats = new ToolCallFormats(List.of(first, format("x", 90)));

    assertEquals(List.of(first), formats.all());
    assertSame(first, formats.byId("x").orElseThrow());
  }

  @Test
  void loadsFromAClassLoader() {
    assertTrue(ToolCallFormats.load(getClass().getClassLoader()).byId("missing").isEmpty());
  }

  private static ToolCallFormat format(String id, int score) {
    return new ToolCallFormat() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public int score(ModelDescriptor model) {
        return score;
      }

      @Override
      public ToolCallParser newParser(ParseContext context) {
        throw new UnsupportedOperationException();
      }
    };
  }
}
