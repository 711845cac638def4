package io.perilune.server.cli;

import io.perilune.server.launch.Client;
import io.perilune.server.launch.ClientProcess;
import io.perilune.server.launch.ClientSetup;
import io.perilune.server.launch.LaunchException;
import io.perilune.server.launch.RunningServer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code perilune launch}: starts a client that talks to a running server. */
@Command(
    name = "launch",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Starts a coding agent with the settings that it needs to work with a running server:",
      "its address, the model's name for every task, and the size of the context.",
      "If the server wants a key, set PERILUNE_API_KEY."
    },
    footer = {
      "",
      "The exit status is the agent's; 1 if it could not be started.",
      "",
      "Examples:",
      "  perilune launch claude                 Claude Code, a server on this machine",
      "  perilune launch codex -- exec \"Fix the tests\"   with arguments of its own",
      "  perilune launch claude --print         the lines to paste instead"
    })
@RegisterForReflection
public final class LaunchCommand implements Callable<Integer> {
  private static final int FAILURE = 1;
  private static final String NO_KEY = "none";

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "CLIENT", description = "claude, codex, opencode or qwen.")
  private Client client;

  @Parameters(index = "1..*", paramLabel = "ARGUMENT", description = "Arguments for the client.")
  private List<String> arguments = List.of();

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "The server. Default: ${DEFAULT-VALUE}.")
  private String url;

  @Option(
      names = "--print",
      description = "Print the lines for a shell instead of starting the client.")
  private boolean print;

  private LaunchCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    String key =
        Optional.ofNullable(System.getenv("PERILUNE_API_KEY"))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .orElse(NO_KEY);
    try {
      ClientSetup setup = client.setup(RunningServer.ask(url, key));
      if (print) {
        print(setup, key);
        return 0;
      }
      String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
      return ClientProcess.run(setup, path, arguments);
    } catch (LaunchException e) {
      spec.commandLine().getErr().println("perilune: " + e.getMessage());
      return FAILURE;
    }
  }

  /** A key is shown by the variable that it came from. */
  private void print(ClientSetup setup, String key) {
    PrintWriter out = spec.commandLine().getOut();
    setup
        .environment()
        .forEach(
            (name, value) -> {
              boolean secret = value.equals(key) && !key.equals(NO_KEY);
              out.println(
                  "export "
                      + name
                      + "="
                      + (secret ? "\"$PERILUNE_API_KEY\"" : TerminalText.quoted(value)));
            });
    out.println(
        Stream.concat(setup.command().stream(), arguments.stream())
            .map(TerminalText::quoted)
            .collect(Collectors.joining(" ")));
  }
}
