package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;
import java.util.Collections;

/**
 * {@code qwen3moe}: Qwen 3 with a mixture of experts in each layer. All published models make the
 * weights of a token's experts sum to 1, and their files do not say so.
 */
final class Qwen3MoeReader implements ArchitectureReader {
  @Override
  public String architecture() {
    return "qwen3moe";
  }

  @Override
  public ModelConfig read(GgufFile file) {
    ConfigKeys keys = new ConfigKeys(file, architecture());
    return new GroupedQueryReader(keys, RotaryConfig.Pairs.HALVES, false, true)
        .read(Collections.nCopies(keys.layers(), FeedForwardKeys.experts(keys, true)));
  }
}
