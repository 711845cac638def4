package io.perilune.toolcall.kimi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.Role;
import io.perilune.toolcall.ToolCall;
import java.util.List;
import org.junit.jupiter.api.Test;

class KimiHistoryTest {
  @Test
  void countsCallsOverTheConversation() {
    List<ChatMessage> normalised =
        KimiHistory.normalise(
            List.of(
                calls(call("call_x", "a"), call("call_y", "b")),
                ChatMessage.tool("call_x", "1"),
                ChatMessage.tool("call_y", "2"),
                calls(call("call_z", "a")),
                ChatMessage.tool("call_z", "3")));

    assertEquals(
        List.of(
            calls(call("functions.a:0", "a"), call("functions.b:1", "b")),
            ChatMessage.tool("functions.a:0", "1"),
            ChatMessage.tool("functions.b:1", "2"),
            calls(call("functions.a:2", "a")),
            ChatMessage.tool("functions.a:2", "3")),
        normalised);
  }

  @Test
  void anIdOfAnEarlierTurnMeansTheLatestCall() {
    List<ChatMessage> normalised =
        KimiHistory.normalise(
            List.of(
                calls(call("0", "a")),
                ChatMessage.tool("0", "first"),
                calls(call("0", "a")),
                ChatMessage.tool("0", "second")));

    assertEquals(ChatMessage.tool("functions.a:0", "first"), normalised.get(1));
    assertEquals(ChatMessage.tool("functions.a:1", "second"), normalised.get(3));
  }

  @Test
  void resultsWithoutIdBelongToCallsInOrder() {
    List<ChatMessage> normalised =
        KimiHistory.normalise(
            List.of(
                calls(call("x", "a"), call("y", "b"), call("z", "c")),
                result(null, "of y"),
                ChatMessage.tool("x", "of x"),
                result(null, "of z")));

    assertEquals(
        List.of(
            ChatMessage.tool("functions.a:0", "of x"),
            ChatMessage.tool("functions.b:1", "of y"),
            ChatMessage.tool("functions.c:2", "of z")),
        normalised.subList(1, 4));
  }

  @Test
  void resultsOfNoCallStayBehindTheOthers() {
    List<ChatMessage> normalised =
        KimiHistory.normalise(
            List.of(
                ChatMessage.tool("lost", "before any call"),
                calls(call("x", "a")),
                ChatMessage.tool("other", "orphan"),
                ChatMessage.tool("x", "of x"),
                result(null, "one too many")));

    assertEquals(
        List.of(
            ChatMessage.tool("lost", "before any call"),
            calls(call("functions.a:0", "a")),
            ChatMessage.tool("functions.a:0", "of x"),
            ChatMessage.tool("other", "orphan"),
            result(null, "one too many")),
        normalised);
  }

  @Test
  void onlyToolMessagesLoseTheirName() {
    ChatMessage user = ChatMessage.user("hi").withName("ana");
    List<ChatMessage> normalised =
        KimiHistory.normalise(List.of(user, ChatMessage.tool("x", "r").withName("a")));

    assertEquals(List.of(user, ChatMessage.tool("x", "r")), normalised);
  }

  private static ChatMessage calls(ToolCall... calls) {
    return ChatMessage.assistant(null, List.of(calls));
  }

  private static ToolCall call(String id, String name) {
    return new ToolCall(id, name, "{}");
  }

  private static ChatMessage result(String id, String text) {
    return new ChatMessage(Role.TOOL, null, MessageContent.of(text), null, List.of(), id);
  }
}
