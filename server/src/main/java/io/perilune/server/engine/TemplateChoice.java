package io.perilune.server.engine;

import io.perilune.gguf.GgufMetadata;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.template.ChatTemplateProvider;
import io.perilune.template.ChatTemplates;
import io.perilune.template.EmbeddedTemplates;
import io.perilune.template.SpecialTokens;
import io.perilune.template.TemplateException;
import io.perilune.toolcall.ModelDescriptor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Chooses a model's chat template: the operator's, the model file's own, or a built-in one. */
final class TemplateChoice {
  private TemplateChoice() {}

  /**
   * Chooses and compiles.
   *
   * @throws ModelLoadException if there is no template or it cannot be compiled
   */
  static ChatTemplates choose(
      TemplateSettings settings,
      EmbeddedTemplates embedded,
      List<ChatTemplateProvider> providers,
      ModelDescriptor model,
      Tokenizer tokenizer) {
    try {
      return ChatTemplates.choose(
          settings.option(),
          settings.dialect(),
          embedded,
          providers,
          model,
          new SpecialTokens(tokenizer.beginOfSequenceText(), tokenizer.endOfSequenceText()));
    } catch (TemplateException e) {
      throw new ModelLoadException(e.getMessage(), e);
    }
  }

  /** The templates in a model file. */
  static EmbeddedTemplates embedded(GgufMetadata metadata) {
    String prefix = EmbeddedTemplates.KEY + ".";
    Map<String, String> variants = new HashMap<>();
    for (String key : metadata.keys()) {
      if (key.startsWith(prefix)) {
        metadata
            .string(key)
            .ifPresent(source -> variants.put(key.substring(prefix.length()), source));
      }
    }
    return new EmbeddedTemplates(metadata.string(EmbeddedTemplates.KEY), variants);
  }
}
