package io.perilune.server.cli;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufMerger;
import io.perilune.server.engine.ModelFile;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code perilune merge}: makes one file of a split set. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Writes all parts of a split model as one file.",
    footer = {"", "Example:", "  perilune merge kimi-00001-of-00009.gguf kimi.gguf"})
@RegisterForReflection
public final class MergeCommand extends FileCommand {
  @Parameters(paramLabel = "PART", description = "Any part; the others lie beside it.")
  private Path source;

  @Parameters(paramLabel = "FILE", description = "The file to write.")
  private Path target;

  @Mixin private Overwrite overwrite;

  private MergeCommand() {}

  @Override
  void work() throws IOException {
    try (GgufFile file = ModelFile.open(source)) {
      CopyProgress progress = new CopyProgress(spec().commandLine().getErr());
      GgufMerger.merge(file, target, overwrite.allowed(), progress);
      int parts = file.partNames().size();
      spec()
          .commandLine()
          .getOut()
          .println("Wrote " + target + " from " + parts + (parts == 1 ? " part." : " parts."));
    }
  }
}
