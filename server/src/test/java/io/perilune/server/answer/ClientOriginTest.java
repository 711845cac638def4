package io.perilune.server.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.inference.engine.Origin;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientOriginTest {
  private static final Optional<String> BODY = Optional.of("from the body");

  @Test
  void headersNameTheConversation() {
    for (String name : new String[] {"X-Claude-Code-Session-Id", "session-id", "x-session-id"}) {
      Map<String, String> headers = Map.of(name, "abc");
      assertEquals(Optional.of("abc"), ClientOrigin.conversation(headers::get, BODY), name);
    }
  }

  @Test
  void withoutHeaderTheBodyDoes() {
    assertEquals(BODY, ClientOrigin.conversation(name -> null, BODY));
    assertEquals(Optional.empty(), ClientOrigin.conversation(name -> null, Optional.empty()));
  }

  @Test
  void namesThatAreNoUseAreIgnored() {
    String longest = "x".repeat(Origin.CONVERSATION_CHARS_MAX);
    Map<String, String> headers =
        Map.of(
            "X-Claude-Code-Session-Id", longest + "x", "session-id", " ", "x-session-id", longest);
    assertEquals(Optional.of(longest), ClientOrigin.conversation(headers::get, BODY));
    assertEquals(
        Optional.empty(), ClientOrigin.conversation(name -> "", Optional.of(longest + "x")));
  }
}
