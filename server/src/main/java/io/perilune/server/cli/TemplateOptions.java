package io.perilune.server.cli;

import io.perilune.server.engine.TemplateSettings;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which chat template of a model to use. */
@RegisterForReflection
final class TemplateOptions {
  @Option(
      names = "--chat-template",
      paramLabel = "NAME",
      description = {
        "The chat template: the name of a variant in the model file (tool_use) or of a",
        "built-in one (kimi), or Jinja source."
      })
  private String template;

  @Option(
      names = "--chat-template-file",
      paramLabel = "FILE",
      description = "A Jinja chat template to use instead of the model's own.")
  private Path file;

  @Option(
      names = "--chat-template-strict",
      description = {
        "Let templates call only what Hugging Face does: no list.append, list.pop and",
        "from_json."
      })
  private boolean strict;

  @Option(
      names = "--tool-call-format",
      paramLabel = "NAME",
      description = {
        "How the model writes tool calls: kimi, hermes, deepseek, plain (not at all), or one",
        "of a plug-in. Default: found out by the chat template and the vocabulary."
      })
  private String format;

  @Option(
      names = "--plugins",
      paramLabel = "FOLDER",
      description = {
        "Load further tool-call formats and chat templates from the jars in this folder. They",
        "run with all rights of the server."
      })
  private Path plugins;

  private TemplateOptions() {}

  /** The name or Jinja source of a template, or {@code null}. */
  String template() {
    return template;
  }

  /** A Jinja file, or {@code null}. */
  Path file() {
    return file;
  }

  boolean strict() {
    return strict;
  }

  /** The id of a tool-call format, or {@code null}. */
  String format() {
    return format;
  }

  /** The folder of plug-ins, or {@code null}. */
  Path plugins() {
    return plugins;
  }

  /** All of them, with the file read. */
  TemplateSettings settings() {
    return TemplateSettings.of(
        Optional.ofNullable(template),
        Optional.ofNullable(file),
        strict,
        Optional.ofNullable(format));
  }
}
