package io.perilune.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TerminalTextTest {
  @Test
  void quotesWhatAShellWouldReadOtherwise() {
    assertEquals("http://127.0.0.1:8080", TerminalText.quoted("http://127.0.0.1:8080"));
    assertEquals("'a b'", TerminalText.quoted("a b"));
    assertEquals("'$(x)'", TerminalText.quoted("$(x)"));
    assertEquals("'it'\\''s'", TerminalText.quoted("it's"));
    assertEquals("''", TerminalText.quoted(""));
  }
}
