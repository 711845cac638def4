package io.perilune.inference.quantise;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufProgress;
import io.perilune.gguf.GgufValueType;
import io.perilune.gguf.GgufWriter;
import io.perilune.gguf.TensorInfo;
import io.perilune.inference.kernel.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** Carries out a plan. */
public final class Quantiser {
  private static final String KEY_FILE_TYPE = "general.file_type";
  private static final String KEY_VERSION = "general.quantization_version";

  /** Of the formats of quantised types as they have been since 2023. */
  private static final int VERSION = 2;

  private Quantiser() {}

  /**
   * Writes the file anew, as one file even if it is a split set. The new file appears under its
   * name only when it is complete. Memory is taken for metadata and a few megabytes of weights.
   *
   * @param plan of this file
   * @param overwrite whether a file that is there already may be replaced
   * @throws java.nio.file.FileAlreadyExistsException if it may not
   * @throws io.perilune.gguf.GgufFormatException if a weight cannot be written in its new type
   * @throws IOException if the file cannot be written, is one of those that are read, or one of
   *     these is changed in place meanwhile; nothing remains of it then
   */
  public static void write(
      GgufFile source,
      QuantisePlan plan,
      Path target,
      boolean overwrite,
      Workers workers,
      GgufProgress progress)
      throws IOException {
    Set<String> replaced = Set.of(KEY_FILE_TYPE, KEY_VERSION);
    GgufWriter writer =
        new GgufWriter()
            .metadata(source, key -> !replaced.contains(key))
            .integer(KEY_FILE_TYPE, GgufValueType.UINT32, plan.type().fileType())
            .integer(KEY_VERSION, GgufValueType.UINT32, VERSION);
    TensorConverter converter = new TensorConverter(source, workers);
    for (QuantisePlan.Step step : plan.steps()) {
      TensorInfo tensor = step.tensor();
      if (step.copies()) {
        writer.tensor(tensor.name(), tensor.type(), tensor.shape(), source.data(tensor));
      } else {
        writer.tensor(
            tensor.name(),
            step.target(),
            tensor.shape(),
            channel -> converter.convert(tensor, step.target(), channel));
      }
    }
    writer.write(target, overwrite, progress);
  }
}
