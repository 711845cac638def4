package io.perilune.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.MessageFolder;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallParser;
import io.perilune.toolcall.ToolChoice;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlainTextFormatTest {
  private static ChatMessage parsed(boolean reasoning, boolean thinkOpen) {
    ToolCallParser parser =
        new PlainTextFormat()
            .newParser(
                new ParseContext(
                    List.of(), new ToolChoice.Auto(), true, reasoning, thinkOpen, true, Set.of()));
    MessageFolder message = new MessageFolder();
    if (!thinkOpen) {
      parser.accept("<think>", true, message);
    }
    parser.accept("Hm.", false, message);
    parser.accept("</think>", true, message);
    parser.accept("Yes.", false, message);
    parser.accept("<|im_end|>", true, message);
    return message.message(parser.end(EndCause.STOP, message)).message();
  }

  @Test
  void textBetweenThinkTagsIsReasoning() {
    assertEquals("Hm.", parsed(true, false).reasoning());
    assertEquals("Yes.", parsed(true, false).content().plainText());
    assertEquals("Hm.", parsed(true, true).reasoning());
  }

  @Test
  void withoutReasoningAllTextIsContent() {
    assertEquals("Hm.Yes.", parsed(false, false).content().plainText());
  }
}
