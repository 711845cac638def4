package io.perilune.server.api.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.perilune.server.chat.ServedModel;
import java.util.List;

/**
 * The models served. Each client finds the fields that it knows and ignores the others.
 *
 * @param object as OpenAI has it: {@code list}
 * @param data the models, as OpenAI and Anthropic have them
 * @param hasMore as Anthropic has it, like the next two: whether there is another page
 * @param models the models as Codex has them
 */
public record ModelList(
    String object,
    List<ListedModel> data,
    boolean hasMore,
    @JsonInclude(JsonInclude.Include.ALWAYS) String firstId,
    @JsonInclude(JsonInclude.Include.ALWAYS) String lastId,
    List<CatalogModel> models) {
  static ModelList of(ServedModel model) {
    return new ModelList(
        "list",
        List.of(ListedModel.of(model)),
        false,
        model.name(),
        model.name(),
        List.of(CatalogModel.of(model)));
  }
}
