package io.perilune.server.engine;

import java.util.List;

/** Names that clients ask for when nobody told them the model's. */
final class CommonNames {
  private static final List<String> BEGINNINGS = List.of("claude-", "gpt-");

  private CommonNames() {}

  static boolean has(String name) {
    return BEGINNINGS.stream().anyMatch(name::startsWith);
  }
}
