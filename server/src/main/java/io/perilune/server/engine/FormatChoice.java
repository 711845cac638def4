package io.perilune.server.engine;

import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallFormats;

/** Chooses a model's tool-call format among those on the class path. */
final class FormatChoice {
  private FormatChoice() {}

  /** The format that is surest to be the model's; plain text if none knows it. */
  static ToolCallFormat choose(ModelDescriptor model) {
    // This class's loader, not the thread's: it sees the formats in every mode of Quarkus.
    return ToolCallFormats.load(FormatChoice.class.getClassLoader())
        .best(model)
        .orElseGet(PlainTextFormat::new);
  }
}
