package io.perilune.server.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonValue.JsonObject;
import io.perilune.toolcall.json.JsonValue.JsonString;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReasoningMemoryTest {
  private static final ChatMessage QUESTION = ChatMessage.user("What time is it?");
  private static final ChatMessage CALL =
      ChatMessage.assistant(
          null, List.of(new ToolCall("functions.get_time:0", "get_time", "{\"zone\": \"CET\"}")));
  private static final ChatMessage RESULT = ChatMessage.tool("functions.get_time:0", "12:00");
  private static final ChatMessage ANSWER = ChatMessage.assistant("Noon.", List.of());

  private static final List<ToolDefinition> TOOLS = List.of(tool("Tells the time."));

  private final ReasoningMemory memory = new ReasoningMemory();

  private static ToolDefinition tool(String description) {
    JsonObject function =
        new JsonObject(
            Map.of("name", new JsonString("get_time"), "description", new JsonString(description)));
    return new ToolDefinition(
        "get_time", new JsonObject(Map.of("function", function)), JsonObject.EMPTY);
  }

  private static List<String> reasoning(List<ChatMessage> messages) {
    return messages.stream().map(message -> String.valueOf(message.reasoning())).toList();
  }

  @Test
  void whatAClientDropsComesBack() {
    memory.keep(TOOLS, List.of(QUESTION), CALL.withReasoning("I need the clock."));
    memory.keep(TOOLS, List.of(QUESTION, CALL, RESULT), ANSWER.withReasoning("12:00 is noon."));
    List<ChatMessage> echoed = List.of(QUESTION, CALL, RESULT, ANSWER, ChatMessage.user("Thanks"));
    assertEquals(
        List.of("null", "I need the clock.", "null", "12:00 is noon.", "null"),
        reasoning(memory.restored(TOOLS, echoed)));
  }

  @Test
  void idsAndTheFormOfArgumentsDoNotMatter() {
    memory.keep(TOOLS, List.of(QUESTION), CALL.withReasoning("I need the clock."));
    ChatMessage changed =
        ChatMessage.assistant("", List.of(new ToolCall("x", "get_time", "{\"zone\":\"CET\"}")));
    assertEquals(
        "I need the clock.",
        memory.restored(TOOLS, List.of(QUESTION, changed)).getLast().reasoning());
  }

  @Test
  void anotherConversationSeesNothing() {
    memory.keep(TOOLS, List.of(QUESTION), CALL.withReasoning("I need the clock."));
    assertNull(
        memory.restored(TOOLS, List.of(ChatMessage.user("Other"), CALL)).getLast().reasoning());
    assertNull(
        memory
            .restored(TOOLS, List.of(ChatMessage.system("s"), QUESTION, CALL))
            .getLast()
            .reasoning());
  }

  @Test
  void otherToolsMakeAnotherConversation() {
    memory.keep(TOOLS, List.of(QUESTION), CALL.withReasoning("I need the clock."));
    List<ChatMessage> echoed = List.of(QUESTION, CALL);
    assertNull(memory.restored(List.of(), echoed).getLast().reasoning());
    assertNull(memory.restored(List.of(tool("Secret.")), echoed).getLast().reasoning());
    assertEquals("I need the clock.", memory.restored(TOOLS, echoed).getLast().reasoning());
  }

  @Test
  void answersAreCountedToo() {
    ReasoningMemory small = new ReasoningMemory(1_000, 2);
    for (String answer : List.of("1", "2", "3")) {
      small.keep(TOOLS, List.of(), ChatMessage.assistant(answer, List.of()).withReasoning(answer));
    }
    List<String> kept =
        List.of("1", "2", "3").stream()
            .map(answer -> List.of(ChatMessage.assistant(answer, List.of())))
            .flatMap(echoed -> reasoning(small.restored(TOOLS, echoed)).stream())
            .toList();
    assertEquals(List.of("null", "2", "3"), kept);
  }

  @Test
  void whatTheClientSendsItselfStays() {
    memory.keep(TOOLS, List.of(QUESTION), CALL.withReasoning("I need the clock."));
    assertEquals(
        "Mine.",
        memory
            .restored(TOOLS, List.of(QUESTION, CALL.withReasoning("Mine.")))
            .getLast()
            .reasoning());
  }

  @Test
  void theOldestIsForgottenFirst() {
    ReasoningMemory small = new ReasoningMemory(10, 10);
    small.keep(TOOLS, List.of(QUESTION), CALL.withReasoning("123456"));
    small.keep(TOOLS, List.of(QUESTION), ANSWER.withReasoning("12345"));
    assertNull(small.restored(TOOLS, List.of(QUESTION, CALL)).getLast().reasoning());
    assertEquals("12345", small.restored(TOOLS, List.of(QUESTION, ANSWER)).getLast().reasoning());
    small.keep(TOOLS, List.of(QUESTION), CALL.withReasoning("longer than the memory"));
    assertNull(small.restored(TOOLS, List.of(QUESTION, CALL)).getLast().reasoning());
  }
}
