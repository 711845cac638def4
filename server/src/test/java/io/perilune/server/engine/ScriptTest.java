package io.perilune.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.engine.EngineUnavailableException;
import io.perilune.inference.engine.Generation;
import io.perilune.inference.engine.GenerationEvent;
import io.perilune.inference.engine.GenerationRequest;
import io.perilune.inference.engine.PromptTooLongException;
import io.perilune.inference.engine.StopCause;
import io.perilune.inference.sampling.SamplingOptions;
import io.perilune.inference.tokenizer.TextSegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void replaysTextAndControlTokens() throws Exception {
    Script script =
        read(
            """
            {"control_tokens": ["<end>", "<call>"], "end_of_turn": "<end>",
             "answers": [
               {"when": "first", "pieces": ["é<call>", {"control": "<call>"}], "end": "length"},
               {"pieces": ["other"]}]}\
            """);
    ByteTokenizer tokenizer = new ByteTokenizer(script.controlTokens(), script.endOfTurn());
    try (ScriptedEngine engine = new ScriptedEngine(script, tokenizer)) {
      List<Integer> tokens = new ArrayList<>();
      Generation generation = engine.submit(request(tokenizer, "the first prompt", 100));
      StopCause cause = drain(generation, tokens);
      assertEquals(StopCause.LENGTH, cause);
      assertEquals(9, tokens.size());
      assertTrue(tokenizer.isControl(tokens.getLast()));
      assertEquals(0, tokens.stream().limit(8).filter(tokenizer::isControl).count());
      assertEquals(List.of("the first prompt"), engine.prompts());
      assertEquals(StopCause.STOP_TOKEN, drain(engine.submit(request(tokenizer, "x", 9)), tokens));
    }
  }

  @Test
  void closingEndsWhatRuns() throws Exception {
    Script script = read("{\"answers\": [{\"pieces\": [\"slow\"], \"prefill_ms\": 60000}]}");
    ByteTokenizer tokenizer = new ByteTokenizer(script.controlTokens(), script.endOfTurn());
    ScriptedEngine engine = new ScriptedEngine(script, tokenizer);
    Generation generation = engine.submit(request(tokenizer, "x", 9));
    assertEquals(1, engine.running());
    engine.close();
    assertEquals(StopCause.CANCELLED, drain(generation, new ArrayList<>()));
    assertEquals(0, engine.running());
  }

  @Test
  void respectsTheLimitsOfAnEngine() {
    Script script = read("{\"context_length\": 8, \"answers\": [{\"pieces\": [\"0123456789\"]}]}");
    ByteTokenizer tokenizer = new ByteTokenizer(script.controlTokens(), script.endOfTurn());
    ScriptedEngine engine = new ScriptedEngine(script, tokenizer);
    assertThrows(
        PromptTooLongException.class, () -> engine.submit(request(tokenizer, "12345678", 1)));
    engine.close();
    assertThrows(EngineUnavailableException.class, () -> engine.submit(request(tokenizer, "1", 1)));
  }

  @Test
  void tellsHowFarThePromptIs() throws Exception {
    Script script = read("{\"answers\": [{\"pieces\": [\"x\"], \"prefill_ms\": 60000}]}");
    ByteTokenizer tokenizer = new ByteTokenizer(script.controlTokens(), script.endOfTurn());
    try (ScriptedEngine engine = new ScriptedEngine(script, tokenizer);
        Generation generation = engine.submit(request(tokenizer, "prompt", 1))) {
      assertInstanceOf(GenerationEvent.Prefilling.class, generation.next(Duration.ofMillis(1)));
      generation.cancel();
      assertEquals(StopCause.CANCELLED, drain(generation, new ArrayList<>()));
      assertEquals(0, engine.running());
    }
  }

  @Test
  void makesControlTokensOfTemplateTextOnly() {
    ByteTokenizer tokenizer = new ByteTokenizer(List.of("<a>", "<a><b>", "<end>"), "<end>");
    int[] tokens =
        tokenizer.encode(
            List.of(new TextSegment("x<a><b>y<a>", true), new TextSegment("<a>", false)));
    assertEquals(1 + 1 + 1 + 1 + 3, tokens.length);
    assertEquals(tokenizer.control("<a><b>").orElseThrow(), tokens[1]);
    assertEquals('<', tokens[4]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"answers\": [{}]}",
        "{\"answers\": [{\"pieces\": [7]}]}",
        "{\"answers\": [{\"pieces\": [{\"control\": \"<no>\"}]}]}",
        "{\"answers\": [{\"pieces\": [], \"end\": \"never\"}]}",
        "{\"answers\": [], \"end_of_turn\": \"<no>\"}"
      })
  void refusesWhatIsNotAScript(String json) {
    ModelLoadException error = assertThrows(ModelLoadException.class, () -> read(json));
    assertTrue(error.getMessage().startsWith("The script test.json cannot be used: "));
  }

  private static Script read(String json) {
    return ScriptReader.read(json.getBytes(StandardCharsets.UTF_8), "test.json");
  }

  private static GenerationRequest request(ByteTokenizer tokenizer, String prompt, int maxTokens) {
    return new GenerationRequest(
        tokenizer.encode(prompt), maxTokens, tokenizer.endOfGeneration(), SamplingOptions.GREEDY);
  }

  private static StopCause drain(Generation generation, List<Integer> tokens)
      throws InterruptedException {
    while (true) {
      switch (generation.next(SECOND)) {
        case GenerationEvent.Token token -> tokens.add(token.id());
        case GenerationEvent.Finished(StopCause cause, _) -> {
          return cause;
        }
        default -> {}
      }
    }
  }
}
