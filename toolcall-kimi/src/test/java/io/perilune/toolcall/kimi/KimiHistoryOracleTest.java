package io.perilune.toolcall.kimi;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.ChatMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recorded conversations with their normalised form. */
class KimiHistoryOracleTest {
  @Test
  void normalisesAsRecorded() throws IOException {
    List<Conversation> conversations = Conversation.all();
    List<String> mismatches = new ArrayList<>();
    for (Conversation conversation : conversations) {
      List<ChatMessage> normalised = new KimiFormat().normalise(conversation.messages());
      if (!normalised.equals(conversation.normalisedMessages())
          || !new KimiFormat().normalise(normalised).equals(normalised)) {
        mismatches.add(conversation.name() + ": got " + normalised);
      }
    }
    System.out.printf(
        "normalised histories: records checked %d / mismatches %d%n",
        conversations.size(), mismatches.size());
    assertTrue(mismatches.isEmpty(), String.join("\n", mismatches));
  }
}
