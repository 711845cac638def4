package io.perilune.server.engine;

import io.perilune.gguf.GgufMetadata;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.template.ChatTemplateProvider;
import io.perilune.template.ChatTemplates;
import io.perilune.template.EmbeddedTemplates;
import io.perilune.template.SpecialTokens;
import io.perilune.template.TemplateException;
import io.perilune.template.TemplateOption;
import io.perilune.toolcall.ModelDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** Chooses a model's chat template: the operator's, the model file's own, or a built-in one. */
final class TemplateChoice {
  private TemplateChoice() {}

  /**
   * Chooses and compiles.
   *
   * @throws ModelLoadException if there is no template or it cannot be compiled
   */
  static ChatTemplates choose(
      TemplateOption option,
      EmbeddedTemplates embedded,
      ModelDescriptor model,
      Tokenizer tokenizer) {
    try {
      return ChatTemplates.choose(
          option,
          embedded,
          providers(),
          model,
          new SpecialTokens(tokenizer.beginOfSequenceText(), tokenizer.endOfSequenceText()));
    } catch (TemplateException e) {
      throw new ModelLoadException(e.getMessage(), e);
    }
  }

  /** What the operator's settings ask for; a file wins over a name. */
  static TemplateOption option(PeriluneConfig config) {
    return config
        .chatTemplateFile()
        .<TemplateOption>map(file -> new TemplateOption.Source("in " + file, read(file)))
        .or(() -> config.chatTemplate().map(TemplateOption::nameOrSource))
        .orElseGet(TemplateOption.Default::new);
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

  private static List<ChatTemplateProvider> providers() {
    return ServiceLoader.load(ChatTemplateProvider.class, TemplateChoice.class.getClassLoader())
        .stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ModelLoadException("The chat template file " + file + " cannot be read.", e);
    }
  }
}
