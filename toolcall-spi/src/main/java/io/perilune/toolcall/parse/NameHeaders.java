package io.perilune.toolcall.parse;

import io.perilune.toolcall.ToolDefinition;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Headers that are the name of a tool and nothing else. */
public final class NameHeaders implements CallHeaders {
  private final Set<String> names = new LinkedHashSet<>();

  /** Headers of calls of these tools. */
  public NameHeaders(List<ToolDefinition> tools) {
    tools.forEach(tool -> names.add(tool.name()));
  }

  /** The names of the tools offered. */
  public Set<String> names() {
    return Collections.unmodifiableSet(names);
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
