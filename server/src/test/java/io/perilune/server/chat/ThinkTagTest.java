package io.perilune.server.chat;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.tokenizer.DecodedPiece;
import org.junit.jupiter.api.Test;

class ThinkTagTest {
  @Test
  void aTagThatIsOneTokenIsAMarkerHoweverTheVocabularyListsIt() {
    assertTrue(ChatGeneration.isThinkTag(new DecodedPiece("<think>", false)));
    assertTrue(ChatGeneration.isThinkTag(new DecodedPiece("</think>", false)));
  }

  @Test
  void otherTextIsNone() {
    assertFalse(ChatGeneration.isThinkTag(new DecodedPiece("think>", false)));
    assertFalse(ChatGeneration.isThinkTag(new DecodedPiece("<think> ", false)));
  }
}
