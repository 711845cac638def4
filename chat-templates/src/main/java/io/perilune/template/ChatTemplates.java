package io.perilune.template;

import io.perilune.toolcall.ModelDescriptor;
import java.util.List;

/**
 * A model's chat templates: one for all conversations or, where the model file has a variant named
 * {@code tool_use}, a second one for those with tools.
 *
 * @param main the template of conversations without tools
 * @param withTools the template of conversations with tools
 */
public record ChatTemplates(ChatTemplate main, ChatTemplate withTools) {
  /** The same template for all conversations. */
  public static ChatTemplates of(ChatTemplate template) {
    return new ChatTemplates(template, template);
  }

  /** The template of conversations with or without tools. */
  public ChatTemplate forTools(boolean tools) {
    return tools ? withTools : main;
  }

  /** The template of this conversation. */
  public ChatTemplate forInput(TemplateInput input) {
    return forTools(!input.tools().isEmpty());
  }

  /**
   * Chooses and compiles: what the operator asks for, else the model file's own, else the best
   * provider's.
   *
   * @param option what the operator asks for
   * @param dialect what the template may call
   * @param embedded what the model file has
   * @param providers the built-in templates
   * @throws TemplateException if none fits or the chosen one cannot be compiled
   */
  public static ChatTemplates choose(
      TemplateOption option,
      TemplateDialect dialect,
      EmbeddedTemplates embedded,
      List<ChatTemplateProvider> providers,
      ModelDescriptor model,
      SpecialTokens tokens) {
    return new TemplateSelection(dialect, embedded, providers, model, tokens).choose(option);
  }
}
