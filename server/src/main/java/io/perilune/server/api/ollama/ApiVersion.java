package io.perilune.server.api.ollama;

/**
 * The answer of {@code GET /api/version}.
 *
 * @param version that of the Ollama whose chat this server speaks, not its own
 */
public record ApiVersion(String version) {
  static final ApiVersion SPOKEN = new ApiVersion("0.12.0");
}
