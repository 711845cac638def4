package io.perilune.gguf;

import java.io.IOException;
import java.nio.file.Path;

/** Makes one file of a split set. */
public final class GgufMerger {
  private GgufMerger() {}

  /**
   * Writes all tensors and the metadata of a model into one file. The file appears under its name
   * only when it is complete; memory for the metadata is all that this takes.
   *
   * @param overwrite whether a file that is there already may be replaced
   * @throws java.nio.file.FileAlreadyExistsException if it may not
   * @throws IOException if the file cannot be written, is one of those that are read, or one of
   *     these is changed in place meanwhile; nothing remains of it then
   */
  public static void merge(GgufFile source, Path target, boolean overwrite, GgufProgress progress)
      throws IOException {
    GgufWriter writer = new GgufWriter().metadata(source, key -> true);
    for (TensorInfo tensor : source.tensors()) {
      writer.tensor(tensor.name(), tensor.type(), tensor.shape(), source.data(tensor));
    }
    writer.write(target, overwrite, progress);
  }
}
