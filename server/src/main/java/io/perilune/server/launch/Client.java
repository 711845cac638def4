package io.perilune.server.launch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The clients that can be started, by the names of their programs. */
public enum Client {
  /** Claude Code. */
  CLAUDE(server -> new ClientSetup(List.of("claude"), ClaudeCodeSettings.of(server))),
  /** Codex; it takes settings on its command line, in TOML. */
  CODEX(Client::codex),
  /** opencode; it takes a whole configuration from a variable, in JSON. */
  OPENCODE(Client::opencode),
  /** Qwen Code. */
  QWEN(Client::qwen);

  /** A variable of ours, so that keys stand on no command line. */
  private static final String KEY = "PERILUNE_API_KEY";

  /** The most tokens of an answer, of a context that is large enough. */
  private static final int OUTPUT_TOKENS = 8_192;

  private final Function<RunningServer, ClientSetup> setup;

  Client(Function<RunningServer, ClientSetup> setup) {
    this.setup = setup;
  }

  /** How to start it for a server. */
  public ClientSetup setup(RunningServer server) {
    return setup.apply(server);
  }

  private static ClientSetup codex(RunningServer server) {
    String provider = "model_providers.perilune.";
    return new ClientSetup(
        List.of(
            "codex",
            "-c",
            "model=" + quoted(server.model()),
            "-c",
            "model_provider=\"perilune\"",
            "-c",
            "model_context_window=" + server.contextLength(),
            "-c",
            provider + "name=\"Perilune\"",
            "-c",
            provider + "base_url=" + quoted(server.url() + "/v1"),
            "-c",
            provider + "wire_api=\"responses\"",
            "-c",
            provider + "env_key=" + quoted(KEY)),
        Map.of(KEY, server.key()));
  }

  /** As a string of TOML and of JSON, which are written alike. */
  private static String quoted(String text) {
    return new ObjectMapper().getNodeFactory().textNode(text).toString();
  }

  private static ClientSetup opencode(RunningServer server) {
    String model = "perilune/" + server.model();
    ObjectNode config = new ObjectMapper().createObjectNode();
    config.put("model", model).put("small_model", model);
    ObjectNode provider = config.putObject("provider").putObject("perilune");
    provider.put("npm", "@ai-sdk/openai-compatible").put("name", "Perilune");
    provider
        .putObject("options")
        .put("baseURL", server.url() + "/v1")
        .put("apiKey", "{env:" + KEY + "}");
    provider
        .putObject("models")
        .putObject(server.model())
        .put("name", server.model())
        .putObject("limit")
        .put("context", server.contextLength())
        .put("output", Math.min(OUTPUT_TOKENS, server.contextLength() / 2));
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put(KEY, server.key());
    environment.put("OPENCODE_CONFIG_CONTENT", config.toString());
    return new ClientSetup(List.of("opencode"), environment);
  }

  private static ClientSetup qwen(RunningServer server) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("OPENAI_BASE_URL", server.url() + "/v1");
    environment.put("OPENAI_API_KEY", server.key());
    environment.put("OPENAI_MODEL", server.model());
    return new ClientSetup(List.of("qwen", "--auth-type", "openai"), environment);
  }
}
