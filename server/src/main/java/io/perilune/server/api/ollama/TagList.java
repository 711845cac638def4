package io.perilune.server.api.ollama;

import io.perilune.server.chat.ServedModel;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The answer of {@code GET /api/tags}. */
public record TagList(List<Tag> models) {
  /**
   * A model.
   *
   * @param name the name to ask for, like {@code model}
   * @param modifiedAt when it was made, as ISO 8601 writes it, in UTC
   */
  public record Tag(String name, String model, String modifiedAt, Details details) {
    static Tag of(ServedModel model) {
      return new Tag(
          model.name(),
          model.name(),
          model.created().truncatedTo(ChronoUnit.SECONDS).toString(),
          new Details("gguf"));
    }
  }

  /** What kind of model it is. */
  public record Details(String format) {}
}
