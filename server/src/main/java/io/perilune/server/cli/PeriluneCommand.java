package io.perilune.server.cli;

import io.quarkus.runtime.annotations.RegisterForReflection;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/** {@code perilune}: shows what there is. */
@Command(
    name = "perilune",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      ServeCommand.class,
      LaunchCommand.class,
      InspectCommand.class,
      BenchCommand.class,
      QuantizeCommand.class,
      SplitCommand.class,
      MergeCommand.class,
      TemplateCommand.class,
      VerifyCommand.class,
      HelpCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    description = "Serves GGUF models with first-class tool calling.",
    footer = {
      "",
      "Start with:",
      "  perilune serve                   the embedded demonstration model",
      "  perilune serve -m model.gguf     a model of your own",
      "  perilune help serve              all options of serve"
    })
@RegisterForReflection
public final class PeriluneCommand implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  private PeriluneCommand() {}

  /** Runs a command line and gives the exit status. */
  public static int execute(String... arguments) {
    return new CommandLine(new PeriluneCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(PeriluneCommand::explain)
        .execute(arguments);
  }

  /** One sentence and where to read on; not the whole help. */
  private static int explain(ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(name + ": " + error.getMessage());
    command.getErr().println("See " + name + " --help.");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }
}
