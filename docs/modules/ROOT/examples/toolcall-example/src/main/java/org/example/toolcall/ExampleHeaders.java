package org.example.toolcall;

import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.parse.CallHeaders;
import java.util.List;
import java.util.Optional;

/** What stands between the beginning of a call and its arguments: the tool's name. */
final class ExampleHeaders implements CallHeaders {
  private final List<String> names;

  ExampleHeaders(List<ToolDefinition> tools) {
    names = tools.stream().map(ToolDefinition::name).toList();
  }

  @Override
  public Optional<String> strict(String header) {
    return names.contains(header) ? Optional.of(header) : Optional.empty();
  }

  @Override
  public Optional<String> unknown(String header) {
    return !header.isEmpty() && header.chars().allMatch(CallHeaders::isNameCharacter)
        ? Optional.of(header)
        : Optional.empty();
  }

  @Override
  public boolean mayBecomeHeader(String text) {
    return names.stream().anyMatch(name -> name.startsWith(text));
  }
}
