package io.perilune.toolcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class MessageFolderTest {
  private final MessageFolder folder = new MessageFolder();

  @Test
  void joinsTexts() {
    folder.reasoning("I ");
    folder.reasoning("think.");
    folder.content("Hel");
    folder.content("lo");

    GeneratedMessage message = folder.message(FinishReason.STOP);

    assertEquals("I think.", message.message().reasoning());
    assertEquals(MessageContent.of("Hello"), message.message().content());
    assertEquals(FinishReason.STOP, message.finishReason());
  }

  @Test
  void collectsCalls() {
    folder.callStart(0, "functions.a:0", "a");
    folder.arguments(0, "{\"x\":");
    folder.arguments(0, "1}");
    folder.callEnd(0);
    folder.callStart(1, "functions.b:1", "b");
    folder.callEnd(1);

    ChatMessage message = folder.message(FinishReason.TOOL_CALLS).message();

    assertEquals(
        List.of(
            new ToolCall("functions.a:0", "a", "{\"x\":1}"),
            new ToolCall("functions.b:1", "b", "")),
        message.toolCalls());
    assertNull(message.content());
    assertNull(message.reasoning());
  }

  @Test
  void withoutCallsContentIsAString() {
    assertEquals(MessageContent.of(""), folder.message(FinishReason.STOP).message().content());
  }

  @Test
  void refusesEventsOutOfOrder() {
    assertThrows(IllegalStateException.class, () -> folder.arguments(0, "x"));
    assertThrows(IllegalStateException.class, () -> folder.callStart(1, "i", "n"));
    folder.callStart(0, "i", "n");
    assertThrows(IllegalStateException.class, () -> folder.content("x"));
    assertThrows(IllegalStateException.class, () -> folder.callStart(1, "j", "m"));
    assertThrows(IllegalStateException.class, () -> folder.callEnd(1));
    assertThrows(IllegalStateException.class, () -> folder.message(FinishReason.STOP));
    folder.callEnd(0);
    assertThrows(IllegalStateException.class, () -> folder.reasoning("late"));
  }
}
