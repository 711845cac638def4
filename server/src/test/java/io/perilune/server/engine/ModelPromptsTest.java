package io.perilune.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.template.EmbeddedTemplates;
import io.perilune.template.TemplateDialect;
import io.perilune.template.TemplateOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelPromptsTest {
  private static final String PLAIN = "{{ messages[0].content }}";
  private static final String KIMI = PLAIN + "<|tool_calls_section_begin|>";

  private static final String HERMES =
      PLAIN + "<tool_call>{\"name\": NAME, \"arguments\": ARGUMENTS}</tool_call>";

  private static String format(EmbeddedTemplates embedded, TemplateOption option) {
    ByteTokenizer tokenizer = new ByteTokenizer(List.of("<|end|>"), "<|end|>");
    return ModelPrompts.of(
            "llama",
            embedded,
            tokenizer,
            new TemplateSettings(option, TemplateDialect.LENIENT, Optional.empty()),
            ExtensionFolder.read(Optional.empty()))
        .format()
        .id();
  }

  @Test
  void theTemplateInUseTellsTheFormatOfCalls() {
    EmbeddedTemplates plain = EmbeddedTemplates.of(Optional.of(PLAIN));
    EmbeddedTemplates kimi = EmbeddedTemplates.of(Optional.of(KIMI));
    assertEquals("plain", format(plain, new TemplateOption.Default()));
    assertEquals("kimi", format(kimi, new TemplateOption.Default()));
    assertEquals("hermes", format(plain, new TemplateOption.Source("in a file", HERMES)));
    assertEquals("kimi", format(plain, new TemplateOption.Source("in a file", KIMI)));
    assertEquals("plain", format(kimi, new TemplateOption.Source("in a file", PLAIN)));
    assertEquals("kimi", format(plain, new TemplateOption.Named("kimi")));
  }

  @Test
  void theVariantForToolsTellsTheFormatOfCalls() {
    EmbeddedTemplates both = new EmbeddedTemplates(Optional.of(PLAIN), Map.of("tool_use", KIMI));
    assertEquals("kimi", format(both, new TemplateOption.Default()));
  }
}
