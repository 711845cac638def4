package io.perilune.template;

import io.perilune.toolcall.ModelDescriptor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What {@link ChatTemplates} are chosen from. */
record TemplateSelection(
    TemplateDialect dialect,
    EmbeddedTemplates embedded,
    List<ChatTemplateProvider> providers,
    ModelDescriptor model,
    SpecialTokens tokens) {
  ChatTemplates choose(TemplateOption option) {
    return switch (option) {
      case TemplateOption.Source(String origin, String source) ->
          ChatTemplates.of(compile(origin, source));
      case TemplateOption.Named(String name) -> ChatTemplates.of(named(name));
      case TemplateOption.Default _ ->
          embedded.isEmpty() ? ChatTemplates.of(bestBuiltIn()) : ofFile();
    };
  }

  private ChatTemplates ofFile() {
    String toolUse = embedded.variants().get(EmbeddedTemplates.TOOL_USE);
    if (embedded.mainOrDefault().isEmpty()) {
      if (toolUse == null) {
        throw new TemplateException(
            TemplateException.Kind.NOT_FOUND,
            "The model file has no chat template that is its default; choose one of "
                + embedded.names()
                + " with --chat-template.");
      }
      return ChatTemplates.of(variant(EmbeddedTemplates.TOOL_USE, toolUse));
    }
    ChatTemplate main = compile("of the model file", embedded.mainOrDefault().get());
    return toolUse == null
        ? ChatTemplates.of(main)
        : new ChatTemplates(main, variant(EmbeddedTemplates.TOOL_USE, toolUse));
  }

  private ChatTemplate named(String name) {
    String source = embedded.variants().get(name);
    if (source != null) {
      return variant(name, source);
    }
    return providers.stream()
        .filter(provider -> provider.id().equals(name))
        .findFirst()
        .map(this::builtIn)
        .orElseThrow(() -> unknown(name));
  }

  private TemplateException unknown(String name) {
    String builtIn =
        providers.stream().map(ChatTemplateProvider::id).collect(Collectors.joining(", "));
    return new TemplateException(
        TemplateException.Kind.NOT_FOUND,
        "There is no chat template named \""
            + name
            + "\". Named in the model file: "
            + orNone(embedded.names())
            + "; built in: "
            + orNone(builtIn)
            + ".");
  }

  private static String orNone(String names) {
    return names.isEmpty() ? "none" : names;
  }

  private ChatTemplate bestBuiltIn() {
    return providers.stream()
        .filter(provider -> provider.score(model) > 0)
        .max(Comparator.comparingInt(provider -> provider.score(model)))
        .map(this::builtIn)
        .orElseThrow(
            () ->
                new TemplateException(
                    TemplateException.Kind.NOT_FOUND,
                    "The model file has no chat template and no built-in one fits it; give one"
                        + " with --chat-template-file."));
  }

  private ChatTemplate variant(String name, String source) {
    return compile("\"" + name + "\" of the model file", source);
  }

  private ChatTemplate builtIn(ChatTemplateProvider provider) {
    return compile("\"" + provider.id() + "\"", provider.source());
  }

  private ChatTemplate compile(String name, String source) {
    return ChatTemplate.compile(name, source, tokens, dialect);
  }
}
