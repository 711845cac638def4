package io.perilune.template;

import io.perilune.toolcall.ModelDescriptor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses a model's chat template: an explicit one, else the model file's own, else the best
 * provider's.
 */
public final class ChatTemplates {
  private ChatTemplates() {}

  /**
   * Chooses and compiles.
   *
   * @param explicit the source that the operator gave, if any
   * @param embedded the source in the model file, if any
   * @param providers the built-in templates to fall back on
   * @throws TemplateException if none fits or the chosen one cannot be compiled
   */
  public static ChatTemplate choose(
      Optional<String> explicit,
      Optional<String> embedded,
      List<ChatTemplateProvider> providers,
      ModelDescriptor model,
      SpecialTokens tokens) {
    if (explicit.isPresent()) {
      return ChatTemplate.compile("given by the operator", explicit.get(), tokens);
    }
    if (embedded.isPresent()) {
      return ChatTemplate.compile("of the model file", embedded.get(), tokens);
    }
    ChatTemplateProvider best =
        providers.stream()
            .filter(provider -> provider.score(model) > 0)
            .max(Comparator.comparingInt(provider -> provider.score(model)))
            .orElseThrow(
                () ->
                    new TemplateException(
                        "The model file has no chat template and no built-in one fits it; give one"
                            + " with --chat-template-file."));
    return ChatTemplate.compile("\"" + best.id() + "\"", best.source(), tokens);
  }
}
