package io.perilune.server.api.models;

import io.perilune.server.chat.ServedModel;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A model, as OpenAI and Anthropic describe theirs.
 *
 * @param object OpenAI's name for what this is: {@code model}
 * @param type Anthropic's name for the same
 * @param created when, in seconds since 1970
 * @param createdAt the same as ISO 8601 writes it, in UTC
 * @param maxModelLen the most tokens of prompt and answer together
 * @param aliases the other names that clients may ask for
 */
public record ListedModel(
    String id,
    String object,
    String type,
    String displayName,
    long created,
    String createdAt,
    String ownedBy,
    int maxModelLen,
    List<String> aliases) {
  static ListedModel of(ServedModel model) {
    return new ListedModel(
        model.name(),
        "model",
        "model",
        model.name(),
        model.created().getEpochSecond(),
        model.created().truncatedTo(ChronoUnit.SECONDS).toString(),
        "perilune",
        model.contextLength(),
        model.names().subList(1, model.names().size()));
  }
}
