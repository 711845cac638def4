package io.perilune.server.api.openai.responses;

import static io.perilune.server.api.openai.responses.ResponsesClient.ask;
import static io.perilune.server.api.openai.responses.ResponsesClient.body;
import static io.perilune.server.api.openai.responses.ResponsesClient.post;
import static io.perilune.server.api.openai.responses.ResponsesClient.question;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.perilune.server.ScriptedServer;
import io.perilune.server.api.anthropic.ThinkingTest;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ScriptedEngine;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reasoning: shown, kept, given back. */
@QuarkusTest
@TestProfile(ThinkingTest.ReasoningProfile.class)
class ReasoningItemsTest {
  private static final String REASONING = "Seven is prime.";

  @Inject ModelHost host;
  private ScriptedEngine engine;

  @BeforeEach
  void load() {
    engine = ScriptedServer.engine(host);
  }

  /** The prompt after a question that the server has not heard, and an answer. */
  private String promptAfter(JsonNode item, String unheard) {
    post(body(
            "[{\"role\": \"user\", \"content\": \""
                + unheard
                + "\"}, "
                + item
                + ", {\"role\": \"assistant\", \"content\": \"Yes.\"},"
                + " {\"role\": \"user\", \"content\": \"Why?\"}]"))
        .statusCode(200);
    return engine.prompts().getLast();
  }

  @Test
  void isAnItemOfItsOwn() throws Exception {
    JsonNode response = ask(question("Is 7 prime?"));
    JsonNode item = response.at("/output/0");
    assertEquals("reasoning", item.get("type").asText());
    assertEquals("reasoning_text", item.at("/content/0/type").asText());
    assertEquals(REASONING, item.at("/content/0/text").asText());
    assertTrue(item.get("summary").isEmpty());
    assertFalse(item.has("encrypted_content"));
    assertEquals("Yes.", response.at("/output/1/content/0/text").asText());
    assertEquals(
        REASONING.length(), response.at("/usage/output_tokens_details/reasoning_tokens").asInt());
  }

  @Test
  void comesBackInTheNextPrompt() throws Exception {
    JsonNode shown = ask(question("Is 7 prime?")).at("/output/0");
    assertTrue(promptAfter(shown, "one").contains("<think>" + REASONING + "</think>Yes."));
  }

  @Test
  void comesBackInTheNextPromptWithoutBeingShown() throws Exception {
    ObjectNode kept =
        ask(question("Is 7 prime?", "\"include\": [\"reasoning.encrypted_content\"]"))
            .at("/output/0")
            .deepCopy();
    kept.remove("content");
    assertTrue(promptAfter(kept, "two").contains("<think>" + REASONING + "</think>Yes."));
    kept.put("encrypted_content", "made elsewhere");
    assertFalse(promptAfter(kept, "three").contains("<think>"));
  }

  @Test
  void effortIsToldToTheTemplate() throws Exception {
    ask(question("Is 7 prime?", "\"reasoning\": {\"effort\": \"low\"}"));
    String wanted = engine.prompts().getLast();
    assertTrue(wanted.toLowerCase(Locale.ROOT).startsWith("true/true/low"), wanted);
    ask(question("Is 7 prime?", "\"reasoning\": {\"effort\": \"none\"}"));
    String unwanted = engine.prompts().getLast();
    assertTrue(unwanted.toLowerCase(Locale.ROOT).startsWith("false/false/none"), unwanted);
  }
}
