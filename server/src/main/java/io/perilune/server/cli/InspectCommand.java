package io.perilune.server.cli;

import io.perilune.gguf.GgufFile;
import io.perilune.server.engine.ModelFile;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perilune inspect}: shows what is in a model file. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Shows a model file's metadata, tensors and sizes, and the memory it needs.",
      "Reads the headers only."
    })
@RegisterForReflection
public final class InspectCommand extends FileCommand {
  @Parameters(paramLabel = "FILE", description = "The GGUF file; of a split model, any part.")
  private Path source;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  private InspectCommand() {}

  @Override
  void work() throws IOException {
    PrintWriter out = spec().commandLine().getOut();
    try (GgufFile file = ModelFile.open(source)) {
      Inspection inspection = Inspection.of(file);
      if (json) {
        out.println(InspectionJson.text(file, inspection));
      } else {
        new InspectionText(out).print(file, inspection);
      }
    }
  }
}
