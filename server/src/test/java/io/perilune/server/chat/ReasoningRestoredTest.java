package io.perilune.server.chat;

import static io.perilune.server.ScriptedServer.post;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.Test;

/** A client that sends an answer back without its reasoning. */
@QuarkusTest
@TestProfile(ReasoningRestoredTest.ReasoningProfile.class)
class ReasoningRestoredTest {
  private static final String SCRIPT =
      """
      {
        "control_tokens": ["<|im_end|>", "<think>", "</think>"],
        "chat_template": "{% for m in messages %}[{{ m.role }}]{% if m.reasoning_content %}<think>\
      {{ m.reasoning_content }}</think>{% endif %}{{ m.content }}{% endfor %}[assistant]",
        "answers": [{"pieces": [{"control": "<think>"}, "Seven is prime.",
          {"control": "</think>"}, "Yes."]}]
      }
      """;

  public static final class ReasoningProfile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path script = Files.createTempFile("reasoning", ".json");
        Files.writeString(script, SCRIPT);
        return Map.of("perilune.script", script.toString(), "perilune.tool-call-format", "kimi");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Inject ModelHost host;

  private static String question(String text) {
    return "{\"role\": \"user\", \"content\": \"" + text + "\"}";
  }

  private static String body(String messages) {
    return "{\"messages\": [" + messages + "]}";
  }

  @Test
  void theModelSeesItsReasoningAgain() {
    ScriptedEngine engine = ScriptedServer.engine(host);
    post(body(question("Is seven prime?")))
        .statusCode(200)
        .body("choices[0].message.content", equalTo("Yes."))
        .body("choices[0].message.reasoning_content", equalTo("Seven is prime."));
    String answer = ", {\"role\": \"assistant\", \"content\": \"Yes.\"}, ";
    post(body(question("Is seven prime?") + answer + question("Why?"))).statusCode(200);
    assertTrue(
        engine.prompts().getLast().contains("[assistant]<think>Seven is prime.</think>Yes.[user]"),
        engine.prompts().getLast());
    post(body(question("Is nine prime?") + answer + question("Why?"))).statusCode(200);
    assertFalse(engine.prompts().getLast().contains("Seven is prime."));
  }
}
