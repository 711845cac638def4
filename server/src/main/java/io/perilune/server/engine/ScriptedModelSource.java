package io.perilune.server.engine;

import io.perilune.server.chat.PromptMaker;
import io.perilune.server.chat.ReasoningMemory;
import io.perilune.server.chat.SamplingSettings;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.constraint.OutputConstraints;
import io.perilune.server.plugin.Extensions;
import io.perilune.template.EmbeddedTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/** Makes a model of a script. */
final class ScriptedModelSource implements ModelSource {
  private static final String NAME = "perilune-script";

  private final PeriluneConfig config;

  ScriptedModelSource(PeriluneConfig config) {
    this.config = config;
  }

  @Override
  public ServedModel load(DoubleConsumer progress) {
    Script script = script();
    ByteTokenizer tokenizer = new ByteTokenizer(script.controlTokens(), script.endOfTurn());
    ScriptedEngine engine = new ScriptedEngine(script, tokenizer);
    Optional<String> template =
        Optional.of(script.chatTemplate()).filter(source -> !source.isEmpty());
    Extensions extensions = ExtensionFolder.read(config.plugins());
    PromptMaker prompts =
        ModelPrompts.of(
            "", EmbeddedTemplates.of(template), tokenizer, TemplateSettings.of(config), extensions);
    return new ServedModel(
        config.alias().orElse(List.of(NAME)),
        engine,
        tokenizer,
        prompts.templates(),
        prompts.format(),
        extensions,
        Instant.now(),
        "scripted",
        new OutputConstraints(tokenizer),
        config.constrainAuto(),
        SamplingSettings.NONE,
        new ReasoningMemory(),
        Optional::empty,
        engine::close);
  }

  private Script script() {
    Path path =
        config
            .script()
            .orElseThrow(
                () -> new ModelLoadException("The scripted engine needs a script; add --script."));
    try {
      return ScriptReader.read(Files.readAllBytes(path), path.toString());
    } catch (IOException e) {
      throw new ModelLoadException("The script " + path + " cannot be read.", e);
    }
  }
}
