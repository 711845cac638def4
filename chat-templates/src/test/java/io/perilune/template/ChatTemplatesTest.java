package io.perilune.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.ModelDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatTemplatesTest {
  private record Provider(String id, int points, String source) implements ChatTemplateProvider {
    @Override
    public int score(ModelDescriptor model) {
      return points;
    }
  }

  private static final List<ChatTemplateProvider> PROVIDERS =
      List.of(new Provider("a", 20, "A"), new Provider("b", 90, "B"), new Provider("c", 0, "C"));

  private static final SpecialTokens TOKENS = new SpecialTokens("", "");

  private static ChatTemplates choose(
      TemplateOption option, EmbeddedTemplates embedded, List<ChatTemplateProvider> providers) {
    ModelDescriptor model = new ModelDescriptor("llama", "", token -> false);
    return ChatTemplates.choose(
        option, TemplateDialect.LENIENT, embedded, providers, model, TOKENS);
  }

  private static final TemplateOption DEFAULT = new TemplateOption.Default();
  private static final EmbeddedTemplates MAIN = EmbeddedTemplates.of(Optional.of("M"));
  private static final EmbeddedTemplates BOTH =
      new EmbeddedTemplates(Optional.of("M"), Map.of("tool_use", "T", "rag", "R"));

  @Test
  void theOperatorsTemplateWinsOverTheModelsOverTheBestProviders() {
    TemplateOption file = new TemplateOption.Source("in a file", "X");
    assertEquals("X", choose(file, BOTH, PROVIDERS).forTools(true).source());
    assertEquals("M", choose(DEFAULT, MAIN, PROVIDERS).forTools(true).source());
    assertEquals("B", choose(DEFAULT, EmbeddedTemplates.NONE, PROVIDERS).main().source());
  }

  @Test
  void toolsAreRenderedByTheVariantMadeForThem() {
    ChatTemplates chosen = choose(DEFAULT, BOTH, PROVIDERS);
    assertEquals("M", chosen.forTools(false).source());
    assertEquals("T", chosen.forTools(true).source());
    EmbeddedTemplates named =
        new EmbeddedTemplates(Optional.empty(), Map.of("default", "D", "tool_use", "T"));
    assertEquals("D", choose(DEFAULT, named, PROVIDERS).forTools(false).source());
  }

  @Test
  void aFileWithVariantsOnlyIsUsedByThem() {
    EmbeddedTemplates toolUse = new EmbeddedTemplates(Optional.empty(), Map.of("tool_use", "T"));
    assertEquals("T", choose(DEFAULT, toolUse, PROVIDERS).forTools(false).source());
    EmbeddedTemplates rag = new EmbeddedTemplates(Optional.empty(), Map.of("rag", "R", "b", "B"));
    TemplateException error =
        assertThrows(TemplateException.class, () -> choose(DEFAULT, rag, PROVIDERS));
    assertTrue(error.getMessage().contains("one of b, rag with --chat-template"));
  }

  @Test
  void templatesAreChosenByName() {
    assertEquals("R", choose(new TemplateOption.Named("rag"), BOTH, PROVIDERS).main().source());
    ChatTemplates builtIn = choose(new TemplateOption.Named("a"), BOTH, PROVIDERS);
    assertEquals("A", builtIn.forTools(true).source());
    TemplateException error =
        assertThrows(
            TemplateException.class,
            () -> choose(new TemplateOption.Named("none"), BOTH, PROVIDERS));
    assertEquals(TemplateException.Kind.NOT_FOUND, error.kind());
    assertTrue(error.getMessage().contains("rag, tool_use"), error.getMessage());
    assertTrue(error.getMessage().contains("a, b, c"), error.getMessage());
  }

  @Test
  void anOptionIsANameOrSource() {
    assertEquals(new TemplateOption.Named("kimi"), TemplateOption.nameOrSource("kimi"));
    assertTrue(TemplateOption.nameOrSource("{{ x }}") instanceof TemplateOption.Source);
  }

  @Test
  void withoutAnyTemplateTheErrorSaysWhatToDo() {
    TemplateException error =
        assertThrows(
            TemplateException.class,
            () -> choose(DEFAULT, EmbeddedTemplates.NONE, PROVIDERS.subList(2, 3)));
    assertTrue(error.getMessage().contains("--chat-template-file"));
  }
}
