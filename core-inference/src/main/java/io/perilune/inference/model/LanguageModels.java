package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufFormatException;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.Workers;

/** Makes language models of files. */
public final class LanguageModels {
  private LanguageModels() {}

  /**
   * Reads the hyper-parameters, finds and checks all weights and allocates the activations. The
   * weights stay in the file's mapping.
   *
   * @param file owned by the model from now on and closed by it; if this method throws, still the
   *     caller's
   * @param workers what the model computes with; not closed by it
   * @throws GgufFormatException if the file is of an architecture or holds a type of weights that
   *     is not supported, or a key or tensor is missing or does not fit the others
   * @throws IllegalArgumentException if the activations of such large batches cannot be allocated
   */
  public static LanguageModel load(
      GgufFile file, Kernels kernels, Workers workers, LoadOptions options) {
    ModelConfig config = ModelConfig.read(file);
    ModelWeights weights =
        new WeightsReader(config, new Tensors(file, kernels), options.progress()).read();
    try {
      return new Decoder(config, weights, new Compute(kernels, workers), options, file);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "batches of "
              + options.batchCapacity()
              + " tokens are too large for "
              + file.name()
              + "; choose a smaller batch capacity",
          e);
    }
  }
}
