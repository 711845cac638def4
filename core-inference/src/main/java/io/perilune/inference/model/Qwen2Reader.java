package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;

/** {@code qwen2}: Qwen 2 and 2.5. As Llama, with biases on queries, keys and values. */
final class Qwen2Reader implements ArchitectureReader {
  @Override
  public String architecture() {
    return "qwen2";
  }

  @Override
  public ModelConfig read(GgufFile file) {
    ConfigKeys keys = new ConfigKeys(file, architecture());
    return new GroupedQueryReader(keys, RotaryConfig.Pairs.HALVES, true, false)
        .read(FeedForwardKeys.dense(keys));
  }
}
