package io.perilune.server.cli;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufSplitter;
import io.perilune.server.engine.ModelFile;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code perilune split}: makes a split set of a model file. */
@Command(
    name = "split",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Writes a model as several smaller files, PREFIX-00001-of-0000N.gguf.",
    footer = {"", "Example:", "  perilune split kimi.gguf parts/kimi --max-size 40G"})
@RegisterForReflection
public final class SplitCommand extends FileCommand {
  @Parameters(paramLabel = "FILE", description = "The model file.")
  private Path source;

  @Parameters(paramLabel = "PREFIX", description = "Folder and beginning of the parts' names.")
  private Path prefix;

  @Option(
      names = "--max-size",
      paramLabel = "SIZE",
      converter = ByteSize.Converter.class,
      defaultValue = "45G",
      description = "The most tensor data in a part, such as 500M or 40G. Default: 45G.")
  private ByteSize size;

  @Option(
      names = "--max-tensors",
      paramLabel = "N",
      defaultValue = "2147483647",
      description = "The most tensors in a part. Default: no limit.")
  private int tensors;

  @Mixin private Overwrite overwrite;

  private SplitCommand() {}

  @Override
  void work() throws IOException {
    OptionRange.require(spec(), "--max-tensors", tensors, 1, Integer.MAX_VALUE);
    PrintWriter out = spec().commandLine().getOut();
    try (GgufFile file = ModelFile.open(source)) {
      List<Path> parts =
          GgufSplitter.split(
              file,
              prefix,
              new GgufSplitter.Limits(size.bytes(), tensors),
              overwrite.allowed(),
              new CopyProgress(spec().commandLine().getErr()));
      out.println(
          parts.size() == 1
              ? "Wrote 1 part, " + parts.getFirst() + "."
              : "Wrote "
                  + parts.size()
                  + " parts, "
                  + parts.getFirst()
                  + " to "
                  + parts.getLast()
                  + ".");
    }
  }
}
