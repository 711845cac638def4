package io.perilune.inference.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.demo.DemoModel;
import io.perilune.gguf.GgufFile;
import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache.Precision;
import io.perilune.inference.tokenizer.TextSegment;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.inference.tokenizer.Tokenizers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Prompt in, tool call out: tokenizer and model together, on the embedded model. */
class DemoModelTest {
  private static final int MOST_TOKENS = 60;
  private static final int BATCH = 256;

  private static final List<TextSegment> PROMPT =
      List.of(
          new TextSegment("<|im_system|>tool_declare<|im_middle|>", true),
          new TextSegment(
              """
              [{"type": "function", "function": {"name": "get_weather", "description": "Get the \
              weather for a location.", "parameters": {"type": "object", "properties": \
              {"location": {"type": "string", "description": "The location."}}, "required": \
              ["location"]}}}]""",
              false),
          new TextSegment("<|im_end|><|im_system|>system<|im_middle|>", true),
          new TextSegment("You are a helpful assistant.", false),
          new TextSegment("<|im_end|><|im_user|>user<|im_middle|>", true),
          new TextSegment("What is the weather in Paris?", false),
          new TextSegment("<|im_end|><|im_assistant|>assistant<|im_middle|>", true));

  @Test
  void callsTheToolThatThePromptAsksFor() throws IOException {
    GgufFile file = GgufFile.of(DemoModel.load(Arena.ofAuto()), DemoModel.FILE_NAME);
    Tokenizer tokenizer = Tokenizers.of(file.metadata());
    int[] prompt = tokenizer.encode(PROMPT);
    try (Workers workers = new Workers(2);
        LanguageModel model =
            LanguageModels.load(
                file, KernelProvider.fastest(), workers, new LoadOptions(BATCH, BATCH));
        TokenRunner runner = new TokenRunner(model, prompt.length + MOST_TOKENS, Precision.F16)) {
      float[] logits = runner.last(runner.run(prompt, BATCH));
      String text = text(tokenizer, runner.greedy(logits, MOST_TOKENS));
      assertEquals(
          "<|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0"
              + "<|tool_call_argument_begin|>{\"location\": \"Paris\"}<|tool_call_end|>"
              + "<|tool_calls_section_end|>",
          text.substring(text.indexOf("<|tool_calls_section_begin|>"), text.indexOf("<|im_end|>")));
    }
  }

  private static String text(Tokenizer tokenizer, int[] tokens) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int token : tokens) {
      bytes.writeBytes(tokenizer.bytes(token));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
