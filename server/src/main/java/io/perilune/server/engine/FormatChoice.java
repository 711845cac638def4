package io.perilune.server.engine;

import io.perilune.server.plugin.Extensions;
import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ToolCallFormat;
import java.util.Optional;

/** Chooses a model's tool-call format. */
final class FormatChoice {
  private FormatChoice() {}

  /**
   * The format that the operator names, else the one that is surest to be the model's; plain text
   * if none knows it.
   *
   * @throws ModelLoadException if there is no format of that name
   */
  static ToolCallFormat choose(Optional<String> id, ModelDescriptor model, Extensions extensions) {
    if (id.isEmpty()) {
      return extensions.formatOf(model).orElseGet(PlainTextFormat::new);
    }
    if (id.get().equals(PlainTextFormat.ID)) {
      return new PlainTextFormat();
    }
    return extensions
        .format(id.get())
        .orElseThrow(
            () ->
                new ModelLoadException(
                    "There is no tool-call format "
                        + id.get()
                        + "; --tool-call-format takes "
                        + extensions.formatIds()
                        + " or "
                        + PlainTextFormat.ID
                        + "."));
  }
}
