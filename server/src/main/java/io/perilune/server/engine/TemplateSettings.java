package io.perilune.server.engine;

import io.perilune.server.config.PeriluneConfig;
import io.perilune.template.TemplateDialect;
import io.perilune.template.TemplateOption;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The operator's settings about prompts.
 *
 * @param option which chat template to use
 * @param dialect what it may call
 * @param format the id of the tool-call format; empty to find it out
 */
public record TemplateSettings(
    TemplateOption option, TemplateDialect dialect, Optional<String> format) {
  /** Of an operator who says nothing. */
  public static final TemplateSettings DEFAULT =
      new TemplateSettings(new TemplateOption.Default(), TemplateDialect.LENIENT, Optional.empty());

  /**
   * Reads the settings; a file wins over a name.
   *
   * @param template a template's name, or Jinja source
   * @param file a Jinja file
   * @param strict whether templates may call only what the reference has
   * @param format the id of the tool-call format
   * @throws ModelLoadException if the file cannot be read
   */
  public static TemplateSettings of(
      Optional<String> template, Optional<Path> file, boolean strict, Optional<String> format) {
    return new TemplateSettings(
        file.<TemplateOption>map(path -> new TemplateOption.Source("in " + path, read(path)))
            .or(() -> template.map(TemplateOption::nameOrSource))
            .orElseGet(TemplateOption.Default::new),
        dialect(strict),
        format);
  }

  /** The dialect of templates that may call only what the reference has, or of all others. */
  public static TemplateDialect dialect(boolean strict) {
    return strict ? TemplateDialect.STRICT : TemplateDialect.LENIENT;
  }

  static TemplateSettings of(PeriluneConfig config) {
    return of(
        config.chatTemplate(),
        config.chatTemplateFile(),
        config.chatTemplateStrict(),
        config.toolCallFormat());
  }

  /** The text of a Jinja file. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new ModelLoadException("The chat template file " + file + " is not UTF-8 text.", e);
    } catch (IOException e) {
      throw new ModelLoadException("The chat template file " + file + " cannot be read.", e);
    }
  }
}
