package io.perilune.server.engine;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufFormatException;
import io.perilune.gguf.GgufMetadata;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.inference.tokenizer.Tokenizers;
import io.perilune.server.chat.PromptMaker;
import io.perilune.server.plugin.Extensions;
import io.perilune.template.ChatTemplate;
import io.perilune.template.ChatTemplates;
import io.perilune.template.EmbeddedTemplates;
import io.perilune.template.SpecialTokens;
import io.perilune.template.TemplateDialect;
import io.perilune.toolcall.ModelDescriptor;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/** How the model in a file wants its prompts. */
public final class ModelPrompts {
  private ModelPrompts() {}

  /**
   * Reads what is needed of a model file, but no weights.
   *
   * @param model the file; absent for the embedded demonstration model
   * @param settings which chat template to use
   * @param extensions the formats and templates at hand
   * @throws ModelLoadException if the file is no model, or has no such template
   */
  public static PromptMaker read(
      Optional<Path> model, TemplateSettings settings, Extensions extensions) {
    try (GgufFile file = model.map(ModelFile::open).orElseGet(ModelFile::openDemo)) {
      GgufMetadata metadata = file.metadata();
      return of(metadata, Tokenizers.of(metadata), settings, extensions);
    } catch (GgufFormatException e) {
      throw new ModelLoadException(e.getMessage(), e);
    }
  }

  static PromptMaker of(
      GgufMetadata metadata,
      Tokenizer tokenizer,
      TemplateSettings settings,
      Extensions extensions) {
    return of(
        metadata.string("general.architecture").orElse(""),
        TemplateChoice.embedded(metadata),
        tokenizer,
        settings,
        extensions);
  }

  /**
   * Chooses the template, and the format of tool calls by it.
   *
   * @param architecture the model file's {@code general.architecture}, or an empty string
   * @param embedded the templates in the model file
   */
  static PromptMaker of(
      String architecture,
      EmbeddedTemplates embedded,
      Tokenizer tokenizer,
      TemplateSettings settings,
      Extensions extensions) {
    Predicate<String> controls = name -> tokenizer.control(name).isPresent();
    ModelDescriptor file =
        new ModelDescriptor(architecture, embedded.mainOrDefault().orElse(""), controls);
    ChatTemplates templates =
        TemplateChoice.choose(settings, embedded, extensions.templates(), file, tokenizer);
    // Calls are told by the template that declares tools, which need not be the model file's.
    ModelDescriptor inUse =
        new ModelDescriptor(architecture, templates.withTools().source(), controls);
    return new PromptMaker(templates, FormatChoice.choose(settings.format(), inUse, extensions));
  }

  /**
   * For a template alone: no model's format changes the conversation.
   *
   * @param file the Jinja file
   * @param dialect what it may call
   * @throws ModelLoadException if the file cannot be read
   * @throws io.perilune.template.TemplateException if it cannot be compiled
   */
  public static PromptMaker ofTemplate(Path file, TemplateDialect dialect, SpecialTokens tokens) {
    ChatTemplate template =
        ChatTemplate.compile("in " + file, TemplateSettings.read(file), tokens, dialect);
    return new PromptMaker(ChatTemplates.of(template), new PlainTextFormat());
  }
}
