package io.perilune.server.api.openai;

import io.perilune.server.chat.ServedModel;
import java.util.List;

/** The models served. */
public record ModelList(String object, List<Model> data) {
  /**
   * A model.
   *
   * @param created when, in seconds since 1970
   * @param maxModelLen the most tokens of prompt and answer together
   */
  public record Model(
      String id,
      String object,
      long created,
      String ownedBy,
      int maxModelLen,
      List<String> aliases) {
    static Model of(ServedModel model) {
      return new Model(
          model.name(),
          "model",
          model.created().getEpochSecond(),
          "perilune",
          model.contextLength(),
          model.names().subList(1, model.names().size()));
    }
  }

  static ModelList of(ServedModel model) {
    return new ModelList("list", List.of(Model.of(model)));
  }
}
