package io.perilune.server.engine;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufFormatException;
import io.perilune.gguf.GgufMetadata;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.inference.tokenizer.Tokenizers;
import io.perilune.server.chat.PromptMaker;
import io.perilune.template.ChatTemplate;
import io.perilune.template.ChatTemplates;
import io.perilune.template.EmbeddedTemplates;
import io.perilune.template.TemplateOption;
import io.perilune.toolcall.ModelDescriptor;
import java.nio.file.Path;
import java.util.Optional;

/** How the model in a file wants its prompts. */
public final class ModelPrompts {
  private ModelPrompts() {}

  /**
   * Reads what is needed of a model file, but no weights.
   *
   * @param model the file; absent for the embedded demonstration model
   * @param option which chat template to use
   * @throws ModelLoadException if the file is no model, or has no such template
   */
  public static PromptMaker read(Optional<Path> model, TemplateOption option) {
    try (GgufFile file = model.map(ModelFile::open).orElseGet(ModelFile::openDemo)) {
      GgufMetadata metadata = file.metadata();
      return of(metadata, Tokenizers.of(metadata), option);
    } catch (GgufFormatException e) {
      throw new ModelLoadException(e.getMessage(), e);
    }
  }

  static PromptMaker of(GgufMetadata metadata, Tokenizer tokenizer, TemplateOption option) {
    EmbeddedTemplates embedded = TemplateChoice.embedded(metadata);
    ModelDescriptor descriptor =
        new ModelDescriptor(
            metadata.string("general.architecture").orElse(""),
            embedded.mainOrDefault().orElse(""),
            name -> tokenizer.control(name).isPresent());
    return new PromptMaker(
        TemplateChoice.choose(option, embedded, descriptor, tokenizer),
        FormatChoice.choose(descriptor));
  }

  /** For a template alone: no model's format changes the conversation. */
  public static PromptMaker ofTemplate(ChatTemplate template) {
    return new PromptMaker(ChatTemplates.of(template), new PlainTextFormat());
  }
}
