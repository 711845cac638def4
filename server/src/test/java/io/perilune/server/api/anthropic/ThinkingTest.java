package io.perilune.server.api.anthropic;

import static io.perilune.server.api.anthropic.MessagesClient.ask;
import static io.perilune.server.api.anthropic.MessagesClient.assistant;
import static io.perilune.server.api.anthropic.MessagesClient.body;
import static io.perilune.server.api.anthropic.MessagesClient.conversation;
import static io.perilune.server.api.anthropic.MessagesClient.post;
import static io.perilune.server.api.anthropic.MessagesClient.user;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.perilune.server.engine.ScriptedEngine;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reasoning: shown, hidden, given back. */
@QuarkusTest
@TestProfile(ThinkingTest.ReasoningProfile.class)
public class ThinkingTest {
  private static final String SCRIPT =
      """
      {
        "control_tokens": ["<|im_end|>", "<think>", "</think>"],
        "chat_template": "{{ thinking }}/{{ enable_thinking }}/{{ reasoning_effort }}\
      {% for m in messages %}[{{ m.role }}]{% if m.reasoning_content %}<think>\
      {{ m.reasoning_content }}</think>{% endif %}{{ m.content }}{% endfor %}[assistant]",
        "answers": [{"pieces": [{"control": "<think>"}, "Seven is prime.",
          {"control": "</think>"}, "Yes."]}]
      }
      """;

  public static final class ReasoningProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path script = Files.createTempFile("thinking", ".json");
        Files.writeString(script, SCRIPT);
        return Map.of("perilune.script", script.toString(), "perilune.tool-call-format", "kimi");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Inject ModelHost host;
  private ScriptedEngine engine;

  @BeforeEach
  void load() {
    engine = ScriptedServer.engine(host);
  }

  private String promptAfter(JsonNode content) {
    post(conversation(
            user("\"Is 7 prime?\"")
                + ", "
                + assistant(content.toString())
                + ", "
                + user("\"Sure?\"")))
        .statusCode(200);
    return engine.prompts().getLast();
  }

  @Test
  void reasoningComesInABlockOfItsOwn() throws Exception {
    JsonNode content = ask(body("Is 7 prime?")).get("content");
    assertEquals("thinking", content.get(0).get("type").asText());
    assertEquals("Seven is prime.", content.get(0).get("thinking").asText());
    assertEquals("Yes.", content.get(1).get("text").asText());
    assertTrue(
        promptAfter(content).contains("[assistant]<think>Seven is prime.</think>Yes.[user]"));
  }

  @Test
  void reasoningThatIsNotShownComesBackWithItsSignature() throws Exception {
    String omitted = "\"thinking\": {\"type\": \"adaptive\", \"display\": \"omitted\"}";
    JsonNode content = ask(body("Is 9 prime?", omitted)).get("content");
    assertEquals("", content.get(0).get("thinking").asText());
    assertFalse(content.toString().contains("Seven"));
    assertTrue(promptAfter(content).contains("<think>Seven is prime.</think>Yes."));
  }

  @Test
  void redactedAndForeignThinkingIsTaken() {
    post(conversation(
            user("\"Is 7 prime?\"")
                + ", "
                + assistant(
                    "[{\"type\": \"redacted_thinking\", \"data\": \"EmwKAhgB\"}, {\"type\":"
                        + " \"thinking\", \"thinking\": \"\", \"signature\": \"perilune.?\"},"
                        + " {\"type\": \"thinking\", \"thinking\": \"Hm.\", \"signature\": \"x\"},"
                        + " {\"type\": \"text\", \"text\": \"Yes.\"}]")
                + ", "
                + user("\"Sure?\"")))
        .statusCode(200);
    assertTrue(engine.prompts().getLast().contains("<think>Hm.</think>Yes."));
  }

  @Test
  void whatTheClientSaysAboutReasoningReachesTheTemplate() {
    post(body("Hi", "\"thinking\": {\"type\": \"enabled\", \"budget_tokens\": 1024}"));
    assertTrue(engine.prompts().getLast().toLowerCase().startsWith("true/true/"));
    post(body("Hi", "\"thinking\": {\"type\": \"disabled\"}"));
    assertTrue(engine.prompts().getLast().toLowerCase().startsWith("false/false/"));
    post(
        body(
            "Hi",
            "\"thinking\": {\"type\": \"adaptive\"}",
            "\"output_config\": {\"effort\": \"high\"}"));
    assertTrue(engine.prompts().getLast().toLowerCase().startsWith("true/true/high"));
  }
}
