package io.perilune.server.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class StreamFoldTest {
  private static JsonNode fold(String stream) throws FailureException {
    return StreamFold.fold(stream, "m");
  }

  private static Failure failure(String stream) {
    return assertThrows(FailureException.class, () -> fold(stream)).failure();
  }

  @Test
  void joinsTheArgumentsOfACall() throws Exception {
    JsonNode completion = fold(Answers.streamedCall().body());
    assertEquals(
        Json.read(
            """
            {"id": "7", "created": 5, "usage": {"total_tokens": 9}, "object": "chat.completion",
             "model": "m", "choices": [{"index": 0, "message": {"role": "assistant", "content": "",
              "tool_calls": [{"id": "functions.get_weather:0", "type": "function",
               "function": {"name": "get_weather", "arguments": "{\\"city\\": \\"Oslo\\"}"}}]},
              "finish_reason": "tool_calls"}]}"""),
        completion);
  }

  @Test
  void keepsCallsApartWhoseChunksAlternate() throws Exception {
    String part =
        "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":%d,\"function\":%s}]}}]}\n\n";
    JsonNode calls =
        fold(part.formatted(0, "{\"name\":\"a\",\"arguments\":\"1\"}")
                + part.formatted(1, "{\"name\":\"b\",\"arguments\":\"2\"}")
                + part.formatted(0, "{\"arguments\":\"3\"}")
                + "data: [DONE]\n\n")
            .at("/choices/0/message/tool_calls");
    assertEquals("13", calls.at("/0/function/arguments").asText());
    assertEquals("2", calls.at("/1/function/arguments").asText());
    assertEquals("b", calls.at("/1/function/name").asText());
  }

  @Test
  void joinsTextAndReasoningPastCommentsAndOtherLineEnds() throws Exception {
    JsonNode choice =
        fold(": ping\r\nevent: message\r\n"
                + "data:{\"choices\":[{\"delta\":{\"reasoning_content\":\"Hm.\"}}]}\r\n\r\n"
                + "data: {\"choices\":[{\"delta\":{\"content\":\"Sun\"}}]}\n\n"
                + "data: {\"choices\":[{\"delta\":{\"content\":\"ny.\"},\n"
                + "data: \"finish_reason\":\"length\"}]}\n\ndata: [DONE]")
            .at("/choices/0");
    assertEquals("Sunny.", choice.at("/message/content").asText());
    assertEquals("Hm.", choice.at("/message/reasoning_content").asText());
    assertEquals("length", choice.at("/finish_reason").asText());
    assertTrue(choice.at("/message/tool_calls").isNull());
  }

  @Test
  void takesAnEndedStreamWithoutAReasonAsStopped() throws Exception {
    JsonNode completion =
        fold("data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\ndata: [DONE]\n\n");
    assertEquals("stop", completion.at("/choices/0/finish_reason").asText());
  }

  @Test
  void refusesStreamsThatBreakOff() {
    assertEquals("broken_answer", failure("data: {\"choices\":[{\"delta\":{}}]}\n\n").reason());
    assertEquals("broken_answer", failure("data: {\"choices\":[{\"del").reason());
    assertEquals("broken_answer", failure("").reason());
  }

  @Test
  void tellsWhatTheServerReports() {
    Failure failure = failure("data: {\"error\":{\"message\":\"Out of memory\"}}\n\n");
    assertEquals("error_in_stream", failure.reason());
    assertTrue(failure.message().contains("Out of memory."), failure.message());
  }
}
