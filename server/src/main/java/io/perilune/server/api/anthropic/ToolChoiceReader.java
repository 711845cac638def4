package io.perilune.server.api.anthropic;

import io.perilune.server.chat.ToolSelection;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.ToolDefinition;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code tool_choice} says.
 *
 * @param selection which tools may be called, and whether any must be
 * @param parallel whether more than one call is welcome
 */
record ToolChoiceReader(ToolSelection selection, boolean parallel) {
  private static final String FIELD = "tool_choice";

  /**
   * Reads the choice; automatic where there is none.
   *
   * @param loaded names of deferred tools that the model has been told of
   * @throws ApiException if there is no such tool, or no tool at all where one must be called
   */
  static ToolChoiceReader read(Fields body, OfferedTools offered, Set<String> loaded) {
    Optional<Fields> given = body.object(FIELD);
    if (given.isEmpty()) {
      return new ToolChoiceReader(
          ToolSelection.all(new ToolChoice.Auto(), offered.callable(loaded)), true);
    }
    Fields choice = given.get();
    boolean parallel = !choice.bool("disable_parallel_tool_use").orElse(false);
    return new ToolChoiceReader(selection(choice, offered, loaded), parallel);
  }

  private static ToolSelection selection(Fields choice, OfferedTools offered, Set<String> loaded) {
    List<ToolDefinition> callable = offered.callable(loaded);
    return switch (choice.requireString("type")) {
      case "auto" -> ToolSelection.all(new ToolChoice.Auto(), callable);
      case "none" -> ToolSelection.all(new ToolChoice.None(), callable);
      case "any" -> any(callable, offered);
      case "tool" -> named(choice.requireString("name"), offered, loaded);
      default -> throw choice.wrong("type", "'auto', 'any', 'tool' or 'none'");
    };
  }

  private static ToolSelection any(List<ToolDefinition> callable, OfferedTools offered) {
    if (!callable.isEmpty()) {
      return ToolSelection.all(new ToolChoice.Required(), callable);
    }
    if (!offered.ignored().isEmpty()) {
      return ToolSelection.all(new ToolChoice.Auto(), callable);
    }
    throw ApiException.invalid(
        FIELD, FIELD + " asks for a call, but the request has no tools that can be called.");
  }

  /** A tool that is not run here cannot be called; the answer then does without. */
  private static ToolSelection named(String name, OfferedTools offered, Set<String> loaded) {
    Set<String> known = new HashSet<>(loaded);
    known.add(name);
    List<ToolDefinition> callable = offered.callable(known);
    if (callable.stream().anyMatch(tool -> tool.name().equals(name))) {
      return ToolSelection.all(new ToolChoice.Named(name), callable);
    }
    if (offered.ignored().contains(name)) {
      return ToolSelection.all(new ToolChoice.Auto(), callable);
    }
    throw ApiException.invalid(
        FIELD + ".name",
        FIELD + ".name is '" + ApiException.printable(name) + "', which is not in tools.");
  }
}
