package io.perilune.server.api.openai;

import static io.perilune.server.ScriptedServer.body;
import static io.perilune.server.ScriptedServer.post;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.perilune.server.ScriptedServer;
import io.perilune.server.engine.ModelHost;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Log probabilities of the content's tokens; those of the scripted engine are single bytes. */
@QuarkusTest
class LogprobsTest {
  private static final String LOGPROBS = "\"logprobs\": true";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject ModelHost host;

  @BeforeEach
  void load() {
    ScriptedServer.engine(host);
  }

  @Test
  void comeWithTheContentIfAskedFor() {
    post(body("Hi", LOGPROBS, "\"top_logprobs\": 2"))
        .statusCode(200)
        .body("choices[0].logprobs.content", hasSize(6))
        .body("choices[0].logprobs.content.token", equalTo(List.of("H", "e", "l", "l", "o", "!")))
        .body("choices[0].logprobs.content[0].logprob", equalTo(0f))
        .body("choices[0].logprobs.content[1].bytes", equalTo(List.of(101)))
        .body("choices[0].logprobs.content[1].top_logprobs", hasSize(1))
        .body("choices[0].logprobs.content[1].top_logprobs[0].token", equalTo("e"));
    post(body("Hi", LOGPROBS)).body("choices[0].logprobs.content[1].top_logprobs", hasSize(0));
    post(body("Hi")).body("choices[0].logprobs", nullValue());
    post(body("Hi", "\"logprobs\": false")).body("choices[0].logprobs", nullValue());
  }

  @Test
  void tellTheBytesOfPartsOfCharacters() {
    List<List<Integer>> bytes =
        post(body("CASE unicode", LOGPROBS))
            .statusCode(200)
            .body("choices[0].logprobs.content[2].token", equalTo("\uFFFD"))
            .extract()
            .path("choices[0].logprobs.content.bytes");
    assertEquals("Grüße, 世界 🌙!", text(bytes.stream().flatMap(List::stream).toList()));
  }

  @Test
  void haveNoTokensOfMarkersAndCalls() {
    post(body("CASE tool-call", LOGPROBS, ChatCompletionsTest.TOOLS))
        .statusCode(200)
        .body("choices[0].message.tool_calls", hasSize(2))
        .body("choices[0].logprobs.content.token.join('')", equalTo("I'll look."));
    post(body("CASE only-call", LOGPROBS, ChatCompletionsTest.TOOLS))
        .body("choices[0].logprobs.content", hasSize(0));
  }

  @Test
  void endWithTheContentAtAStopText() {
    post(body("CASE stop", LOGPROBS, "\"stop\": \"\\nObs\""))
        .body("choices[0].message.content", equalTo("one two"))
        .body("choices[0].logprobs.content.token.join('')", equalTo("one two"));
  }

  @Test
  void areStreamedWithTheirContent() throws Exception {
    String events =
        post(body("CASE unicode", "\"stream\": true", LOGPROBS)).extract().body().asString();
    List<Integer> bytes = new ArrayList<>();
    for (String event : events.split("\n\n")) {
      if (event.contains("[DONE]")) {
        continue;
      }
      JsonNode choice = JSON.readTree(event.substring("data: ".length())).get("choices").get(0);
      String content = choice.get("delta").path("content").asText();
      assertEquals(!content.isEmpty(), choice.has("logprobs"));
      List<Integer> own = new ArrayList<>();
      for (JsonNode token : choice.path("logprobs").path("content")) {
        token.get("bytes").forEach(value -> own.add(value.asInt()));
      }
      assertEquals(content, text(own));
      bytes.addAll(own);
    }
    assertEquals("Grüße, 世界 🌙!", text(bytes));
    assertFalse(
        post(body("Hi", "\"stream\": true")).extract().body().asString().contains("logprobs"));
    assertTrue(events.contains("\"top_logprobs\":[]"));
  }

  private static String text(List<Integer> bytes) {
    byte[] all = new byte[bytes.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = bytes.get(i).byteValue();
    }
    return new String(all, StandardCharsets.UTF_8);
  }
}
