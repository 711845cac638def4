package io.perilune.server.cli;

import io.perilune.server.chat.ServedModel;
import io.perilune.server.config.BuildVersion;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.server.launch.ClaudeCodeSettings;
import io.perilune.server.launch.RunningServer;
import io.perilune.server.plugin.LeftOut;
import io.perilune.server.plugin.Provided;
import io.perilune.template.ChatTemplate;
import io.perilune.template.TemplateCapability;
import io.perilune.toolcall.ToolCallFormat;
import java.util.Map;

/** What the operator reads when the server is ready. */
final class Banner {
  private Banner() {}

  static String text(ServedModel model, PeriluneConfig config, String url) {
    return
"""

        Perilune %s
          model     %s%s%s
          context   %d tokens
          compute   %d threads, kernels %s; %d requests at a time
          template  %s; %s
          tools     %s; calls as %s
%s          API       %s/v1

        Clients of the OpenAI API:
          export OPENAI_BASE_URL=%s/v1 OPENAI_API_KEY=%s

        Claude Code:
%s          claude

        Try it:
          curl %s/v1/chat/completions -H 'Content-Type: application/json' \\
            -d '{"messages": [{"role": "user", "content": "Hello!"}]}'

"""
        .formatted(
            BuildVersion.text(),
            model.name(),
            isDemo(config) ? " (built in: a very small demonstration, not an assistant)" : "",
            config.aliasAny() ? "; answers to claude-* and gpt-* as well" : "",
            model.contextLength(),
            config.threads().orElse(Runtime.getRuntime().availableProcessors()),
            model.kernels(),
            config.parallel(),
            model.templates().main().name(),
            can(model.templates().main(), TemplateCapability.REASONING)
                ? "keeps reasoning of earlier messages"
                : "keeps no reasoning of earlier messages",
            can(model.templates().withTools(), TemplateCapability.TOOLS)
                ? "declared to the model"
                : "not declared to the model, whose chat template has no place for them",
            model.format().id(),
            plugins(model),
            url,
            url,
            key(config),
            exports(
                ClaudeCodeSettings.of(
                    new RunningServer(url, key(config), model.name(), model.contextLength()))),
            url);
  }

  /** What stands for the key in lines to paste. */
  private static String key(PeriluneConfig config) {
    return config.apiKey().isPresent() || config.apiKeyFile().isPresent() ? "YOUR-KEY" : "none";
  }

  /** A line for each variable, quoted where a shell would read it otherwise. */
  private static String exports(Map<String, String> variables) {
    StringBuilder lines = new StringBuilder();
    variables.forEach(
        (name, value) ->
            lines.append("          export %s=%s%n".formatted(name, TerminalText.quoted(value))));
    return lines.toString();
  }

  /** A line for each format that a plug-in brought, and for each that is not used. */
  private static String plugins(ServedModel model) {
    StringBuilder lines = new StringBuilder();
    for (Provided<ToolCallFormat> format : model.extensions().formats()) {
      format
          .jar()
          .ifPresent(
              jar ->
                  lines.append(
                      "  plug-in   %s %s in %s (interface version %d), SHA-256 %s%n"
                          .formatted(
                              format.service().id(),
                              jar.version(),
                              jar.fileName(),
                              jar.spiVersion(),
                              jar.sha256())));
    }
    for (LeftOut leftOut : model.extensions().leftOut()) {
      lines.append("  left out  %s: %s%n".formatted(leftOut.origin(), leftOut.reason()));
    }
    return lines.toString();
  }

  private static boolean can(ChatTemplate template, TemplateCapability capability) {
    return template.capabilities().can(capability);
  }

  private static boolean isDemo(PeriluneConfig config) {
    return config.engine() == PeriluneConfig.EngineKind.LOCAL && config.model().isEmpty();
  }
}
