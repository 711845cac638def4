package io.perilune.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.ModelDescriptor;
import java.util.List;
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

  private static ChatTemplate choose(
      String explicit, String embedded, List<ChatTemplateProvider> providers) {
    return ChatTemplates.choose(
        Optional.ofNullable(explicit),
        Optional.ofNullable(embedded),
        providers,
        new ModelDescriptor("llama", "", token -> false),
        new SpecialTokens("", ""));
  }

  @Test
  void theOperatorsTemplateWinsOverTheModelsOverTheBestProviders() {
    assertEquals("X", choose("X", "M", PROVIDERS).source());
    assertEquals("M", choose(null, "M", PROVIDERS).source());
    assertEquals("B", choose(null, null, PROVIDERS).source());
  }

  @Test
  void withoutAnyTemplateTheErrorSaysWhatToDo() {
    TemplateException error =
        assertThrows(TemplateException.class, () -> choose(null, null, PROVIDERS.subList(2, 3)));
    assertTrue(error.getMessage().contains("--chat-template-file"));
  }
}
