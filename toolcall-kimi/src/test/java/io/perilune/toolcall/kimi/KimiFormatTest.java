package io.perilune.toolcall.kimi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.template.ChatTemplateProvider;
import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallFormats;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class KimiFormatTest {
  private static final String MARKER = "<|tool_calls_section_begin|>";

  private final ToolCallFormat format = new KimiFormat();

  @Test
  void isFoundAsAService() {
    ToolCallFormats formats = ToolCallFormats.load(getClass().getClassLoader());

    assertInstanceOf(KimiFormat.class, formats.byId("kimi").orElseThrow());
  }

  @Test
  void theTemplateIsFoundAsAService() {
    ChatTemplateProvider provider =
        ServiceLoader.load(ChatTemplateProvider.class, getClass().getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .filter(found -> found.id().equals("kimi"))
            .findFirst()
            .orElseThrow();

    assertTrue(provider.source().contains(MARKER));
  }

  @Test
  void knowsItsModelsByVocabularyTemplateAndArchitecture() {
    int byVocabulary = format.score(new ModelDescriptor("deepseek2", "", MARKER::equals));
    int byTemplate = format.score(new ModelDescriptor("deepseek2", "x" + MARKER, t -> false));
    int byArchitecture = format.score(new ModelDescriptor("kimi-k2", "", t -> false));

    assertEquals(100, byVocabulary);
    assertTrue(byVocabulary > byTemplate && byTemplate > byArchitecture && byArchitecture > 0);
    assertEquals(0, format.score(new ModelDescriptor("llama", "{{ messages }}", t -> false)));
  }
}
