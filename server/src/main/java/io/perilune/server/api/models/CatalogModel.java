package io.perilune.server.api.models;

import io.perilune.server.chat.ServedModel;
import java.util.List;

/**
 * A model as an entry of Codex's catalogue. There are no instructions in it: those that Codex has
 * itself are the better ones.
 *
 * @param contextWindow the most tokens of prompt and answer together
 */
public record CatalogModel(
    String slug,
    String displayName,
    String description,
    List<String> supportedReasoningLevels,
    String shellType,
    String visibility,
    boolean supportedInApi,
    int priority,
    boolean supportsReasoningSummaries,
    boolean supportVerbosity,
    TruncationPolicy truncationPolicy,
    boolean supportsParallelToolCalls,
    int contextWindow,
    int maxContextWindow,
    List<String> inputModalities,
    List<String> experimentalSupportedTools) {
  /** How long the output of a tool may be before the client shortens it. */
  public record TruncationPolicy(String mode, int limit) {}

  /** What Codex takes for models that it does not know. */
  private static final TruncationPolicy TRUNCATION = new TruncationPolicy("tokens", 10_000);

  static CatalogModel of(ServedModel model) {
    return new CatalogModel(
        model.name(),
        model.name(),
        "Served by Perilune",
        List.of(),
        "default",
        "list",
        true,
        0,
        false,
        false,
        TRUNCATION,
        true,
        model.contextLength(),
        model.contextLength(),
        List.of("text"),
        List.of());
  }
}
