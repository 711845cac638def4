package io.perilune.server.cli;

import io.perilune.server.chat.ServedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Claude Code must be told to work with this server and its model. */
final class ClaudeCodeSettings {
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

  /**
   * Environment variables, in the order in which to show them.
   *
   * @param url of the server, without a path
   * @param key an API key, or any word if none is asked for
   */
  static Map<String, String> of(ServedModel model, String url, String key) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("ANTHROPIC_BASE_URL", url);
    variables.put("ANTHROPIC_AUTH_TOKEN", key);
    MODELS.forEach(variable -> variables.put(variable, model.name()));
    // It takes models that it does not know for much larger ones, and would never shorten.
    variables.put("CLAUDE_CODE_MAX_CONTEXT_TOKENS", Integer.toString(model.contextLength()));
    variables.put("API_TIMEOUT_MS", TIMEOUT_MILLIS);
    variables.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    return variables;
  }
}
