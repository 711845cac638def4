package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;

/** {@code llama}: Llama 1 to 3 and the many models of the same graph. Dense layers only. */
final class LlamaReader implements ArchitectureReader {
  @Override
  public String architecture() {
    return "llama";
  }

  @Override
  public ModelConfig read(GgufFile file) {
    ConfigKeys keys = new ConfigKeys(file, architecture());
    int experts = keys.integer("expert_count", 0, ConfigKeys.MAX_EXPERTS, 0);
    if (experts > 0) {
      throw keys.error(
          "expert_count", "is " + experts + "; experts are not supported for this architecture");
    }
    return new GroupedQueryReader(keys, RotaryConfig.Pairs.NEIGHBOURS, false, false)
        .read(FeedForwardKeys.dense(keys));
  }
}
