package io.perilune.toolcall;

import java.util.List;
import java.util.Set;

/**
 * The facts of a request that a parser needs.
 *
 * @param tools the tools offered, in order
 * @param toolChoice the client's choice
 * @param parallelToolCalls whether more than one call may be returned
 * @param reasoning whether think tags open and close reasoning
 * @param thinkOpen whether the prompt already ended inside an open think tag
 * @param markersAreTokens whether only pieces flagged as control are markers (the vocabulary is
 *     known); otherwise each occurrence of a marker's text is one
 * @param usedIds ids of the calls already in the conversation, as the client knows them (before
 *     {@link ToolCallFormat#normalise}), so that no new id collides with one of its own
 */
public record ParseContext(
    List<ToolDefinition> tools,
    ToolChoice toolChoice,
    boolean parallelToolCalls,
    boolean reasoning,
    boolean thinkOpen,
    boolean markersAreTokens,
    Set<String> usedIds) {
  public ParseContext {
    tools = List.copyOf(tools);
    usedIds = Set.copyOf(usedIds);
  }

  /** Whether calls are returned to the client at all. */
  public boolean active() {
    return !tools.isEmpty() && !(toolChoice instanceof ToolChoice.None);
  }
}
