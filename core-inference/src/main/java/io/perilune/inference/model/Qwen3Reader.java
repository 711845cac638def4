package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;

/** {@code qwen3}: Qwen 3. As Llama, with each head's query and key normalised. */
final class Qwen3Reader implements ArchitectureReader {
  @Override
  public String architecture() {
    return "qwen3";
  }

  @Override
  public ModelConfig read(GgufFile file) {
    ConfigKeys keys = new ConfigKeys(file, architecture());
    return new GroupedQueryReader(keys, RotaryConfig.Pairs.HALVES, false, true)
        .read(FeedForwardKeys.dense(keys));
  }
}
