package io.perilune.template;

import io.perilune.toolcall.ModelDescriptor;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

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
   * @param embedded what the model file has
   * @param providers the built-in templates
   * @throws TemplateException if none fits or the chosen one cannot be compiled
   */
  public static ChatTemplates choose(
      TemplateOption option,
      EmbeddedTemplates embedded,
      List<ChatTemplateProvider> providers,
      ModelDescriptor model,
      SpecialTokens tokens) {
    return switch (option) {
      case TemplateOption.Source(String origin, String source) ->
          of(ChatTemplate.compile(origin, source, tokens));
      case TemplateOption.Named(String name) -> of(named(name, embedded, providers, tokens));
      case TemplateOption.Default _ ->
          embedded
              .mainOrDefault()
              .map(main -> ofFile(main, embedded, tokens))
              .orElseGet(() -> of(best(providers, model, tokens)));
    };
  }

  private static ChatTemplates ofFile(
      String source, EmbeddedTemplates embedded, SpecialTokens tokens) {
    ChatTemplate main = ChatTemplate.compile("of the model file", source, tokens);
    ChatTemplate withTools =
        Optional.ofNullable(embedded.variants().get(EmbeddedTemplates.TOOL_USE))
            .map(variant -> variant(EmbeddedTemplates.TOOL_USE, variant, tokens))
            .orElse(main);
    return new ChatTemplates(main, withTools);
  }

  private static ChatTemplate variant(String name, String source, SpecialTokens tokens) {
    return ChatTemplate.compile("\"" + name + "\" of the model file", source, tokens);
  }

  private static ChatTemplate named(
      String name,
      EmbeddedTemplates embedded,
      List<ChatTemplateProvider> providers,
      SpecialTokens tokens) {
    String source = embedded.variants().get(name);
    if (source != null) {
      return variant(name, source, tokens);
    }
    return providers.stream()
        .filter(provider -> provider.id().equals(name))
        .findFirst()
        .map(provider -> builtIn(provider, tokens))
        .orElseThrow(
            () ->
                new TemplateException(
                    TemplateException.Kind.NOT_FOUND,
                    "There is no chat template named \""
                        + name
                        + "\". The model file has "
                        + orNone(embedded.names())
                        + ", built in are "
                        + orNone(
                            String.join(
                                ", ", providers.stream().map(ChatTemplateProvider::id).toList()))
                        + "."));
  }

  private static String orNone(String names) {
    return names.isEmpty() ? "none" : names;
  }

  private static ChatTemplate best(
      List<ChatTemplateProvider> providers, ModelDescriptor model, SpecialTokens tokens) {
    return providers.stream()
        .filter(provider -> provider.score(model) > 0)
        .max(Comparator.comparingInt(provider -> provider.score(model)))
        .map(provider -> builtIn(provider, tokens))
        .orElseThrow(
            () ->
                new TemplateException(
                    TemplateException.Kind.NOT_FOUND,
                    "The model file has no chat template and no built-in one fits it; give one"
                        + " with --chat-template-file."));
  }

  private static ChatTemplate builtIn(ChatTemplateProvider provider, SpecialTokens tokens) {
    return ChatTemplate.compile("\"" + provider.id() + "\"", provider.source(), tokens);
  }
}
