package io.perilune.server.engine;

import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.template.ChatTemplate;
import io.perilune.template.ChatTemplateProvider;
import io.perilune.template.ChatTemplates;
import io.perilune.template.SpecialTokens;
import io.perilune.template.TemplateException;
import io.perilune.toolcall.ModelDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** Chooses a model's chat template: the operator's, the model file's own, or a built-in one. */
final class TemplateChoice {
  private TemplateChoice() {}

  static ChatTemplate choose(
      Optional<Path> file, Optional<String> embedded, ModelDescriptor model, Tokenizer tokenizer) {
    try {
      return ChatTemplates.choose(
          file.map(TemplateChoice::read),
          embedded,
          providers(),
          model,
          new SpecialTokens(tokenizer.beginOfSequenceText(), tokenizer.endOfSequenceText()));
    } catch (TemplateException e) {
      throw new ModelLoadException(e.getMessage(), e);
    }
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
