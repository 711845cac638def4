package io.perilune.server.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ToolCall;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasoningMemoryTest {
  private static final ChatMessage QUESTION = ChatMessage.user("What time is it?");
  private static final ChatMessage CALL =
      ChatMessage.assistant(
          null, List.of(new ToolCall("functions.get_time:0", "get_time", "{\"zone\": \"CET\"}")));
  private static final ChatMessage RESULT = ChatMessage.tool("functions.get_time:0", "12:00");
  private static final ChatMessage ANSWER = ChatMessage.assistant("Noon.", List.of());

  private final ReasoningMemory memory = new ReasoningMemory();

  private static List<String> reasoning(List<ChatMessage> messages) {
    return messages.stream().map(message -> String.valueOf(message.reasoning())).toList();
  }

  @Test
  void whatAClientDropsComesBack() {
    memory.keep(List.of(QUESTION), CALL.withReasoning("I need the clock."));
    memory.keep(List.of(QUESTION, CALL, RESULT), ANSWER.withReasoning("12:00 is noon."));
    List<ChatMessage> echoed = List.of(QUESTION, CALL, RESULT, ANSWER, ChatMessage.user("Thanks"));
    assertEquals(
        List.of("null", "I need the clock.", "null", "12:00 is noon.", "null"),
        reasoning(memory.restored(echoed)));
  }

  @Test
  void idsAndTheFormOfArgumentsDoNotMatter() {
    memory.keep(List.of(QUESTION), CALL.withReasoning("I need the clock."));
    ChatMessage changed =
        ChatMessage.assistant("", List.of(new ToolCall("x", "get_time", "{\"zone\":\"CET\"}")));
    assertEquals(
        "I need the clock.", memory.restored(List.of(QUESTION, changed)).getLast().reasoning());
  }

  @Test
  void anotherConversationSeesNothing() {
    memory.keep(List.of(QUESTION), CALL.withReasoning("I need the clock."));
    assertNull(memory.restored(List.of(ChatMessage.user("Other"), CALL)).getLast().reasoning());
    assertNull(
        memory.restored(List.of(ChatMessage.system("s"), QUESTION, CALL)).getLast().reasoning());
  }

  @Test
  void whatTheClientSendsItselfStays() {
    memory.keep(List.of(QUESTION), CALL.withReasoning("I need the clock."));
    assertEquals(
        "Mine.",
        memory.restored(List.of(QUESTION, CALL.withReasoning("Mine."))).getLast().reasoning());
  }

  @Test
  void theOldestIsForgottenFirst() {
    ReasoningMemory small = new ReasoningMemory(10);
    small.keep(List.of(QUESTION), CALL.withReasoning("123456"));
    small.keep(List.of(QUESTION), ANSWER.withReasoning("12345"));
    assertNull(small.restored(List.of(QUESTION, CALL)).getLast().reasoning());
    assertEquals("12345", small.restored(List.of(QUESTION, ANSWER)).getLast().reasoning());
    small.keep(List.of(QUESTION), CALL.withReasoning("longer than the memory"));
    assertNull(small.restored(List.of(QUESTION, CALL)).getLast().reasoning());
  }
}
