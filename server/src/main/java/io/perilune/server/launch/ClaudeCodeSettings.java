package io.perilune.server.launch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Claude Code must be told to work with this server and its model. */
public final class ClaudeCodeSettings {
  /** The variables that name the models for its tasks, large and small. */
  private static final List<String> MODELS =
      List.of(
          "ANTHROPIC_MODEL",
          "ANTHROPIC_DEFAULT_OPUS_MODEL",
          "ANTHROPIC_DEFAULT_SONNET_MODEL",
          "ANTHROPIC_DEFAULT_HAIKU_MODEL");

  /** How long it waits for an answer, in milliseconds; a long prompt takes long to compute. */
  private static final String TIMEOUT_MILLIS = "3000000";

  private ClaudeCodeSettings() {}

  /** Environment variables, in the order in which to show them. */
  public static Map<String, String> of(RunningServer server) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("ANTHROPIC_BASE_URL", server.url());
    variables.put("ANTHROPIC_AUTH_TOKEN", server.key());
    MODELS.forEach(variable -> variables.put(variable, server.model()));
    // It takes models that it does not know for much larger ones, and would never shorten.
    variables.put("CLAUDE_CODE_MAX_CONTEXT_TOKENS", Integer.toString(server.contextLength()));
    variables.put("API_TIMEOUT_MS", TIMEOUT_MILLIS);
    variables.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    return variables;
  }
}
