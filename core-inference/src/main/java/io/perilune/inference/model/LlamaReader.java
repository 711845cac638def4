package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;
import java.util.ArrayList;
import java.util.List;

/** {@code llama}: Llama 1 to 3 and the many models of the same graph. Dense layers only. */
final class LlamaReader implements ArchitectureReader {
  private static final String ARCHITECTURE = "llama";

  @Override
  public String architecture() {
    return ARCHITECTURE;
  }

  @Override
  public ModelConfig read(GgufFile file) {
    ConfigKeys keys = new ConfigKeys(file, ARCHITECTURE);
    int layerCount = keys.layers();
    int width = keys.width();
    int experts = keys.integer("expert_count", 0, ConfigKeys.MAX_EXPERTS, 0);
    if (experts > 0) {
      throw keys.error(
          "expert_count", "is " + experts + "; experts are not supported for this architecture");
    }
    int[] heads = keys.perLayer("attention.head_count", layerCount, 1, ConfigKeys.MAX_HEADS);
    int[] keyValueHeads =
        keys.contains("attention.head_count_kv")
            ? keys.perLayer("attention.head_count_kv", layerCount, 1, ConfigKeys.MAX_HEADS)
            : heads;
    int[] widths = keys.perLayer("feed_forward_length", layerCount, 1, ConfigKeys.MAX_WIDTH);
    List<ModelConfig.Layer> layers = new ArrayList<>(layerCount);
    for (int i = 0; i < layerCount; i++) {
      layers.add(
          new ModelConfig.Layer(
              attention(keys, width, heads[i], keyValueHeads[i]),
              new FeedForwardConfig.Dense(widths[i])));
    }
    return new ModelConfig(
        ARCHITECTURE,
        keys.vocabularySize(),
        keys.contextLength(),
        width,
        keys.epsilon(),
        rotary(keys, layers.getFirst()),
        layers);
  }

  private static AttentionConfig.GroupedQuery attention(
      ConfigKeys keys, int width, int heads, int keyValueHeads) {
    if (heads % keyValueHeads != 0) {
      throw keys.error(
          "attention.head_count_kv",
          "is " + keyValueHeads + ", which does not divide the " + heads + " query heads");
    }
    if (!keys.contains("attention.key_length") && width % heads != 0) {
      throw keys.error(
          "attention.head_count", "is " + heads + ", which does not divide the width " + width);
    }
    int keyWidth =
        keys.integer("attention.key_length", 1, ConfigKeys.MAX_HEAD_WIDTH, width / heads);
    int valueWidth =
        keys.integer("attention.value_length", 1, ConfigKeys.MAX_HEAD_WIDTH, width / heads);
    return new AttentionConfig.GroupedQuery(
        heads, keyValueHeads, keyWidth, valueWidth, (float) (1 / Math.sqrt(keyWidth)));
  }

  private static RotaryConfig rotary(ConfigKeys keys, ModelConfig.Layer first) {
    int keyWidth = ((AttentionConfig.GroupedQuery) first.attention()).keyWidth();
    int dimensions = keys.integer("rope.dimension_count", 2, keyWidth, keyWidth);
    if (dimensions % 2 != 0) {
      throw keys.error("rope.dimension_count", "is " + dimensions + "; it must be even");
    }
    RotaryConfig rotary = keys.rotary(dimensions);
    if (rotary.scaling() instanceof RotaryConfig.Yarn) {
      throw keys.error(
          "rope.scaling.type", "is \"yarn\", which is not supported for this architecture");
    }
    return rotary;
  }
}
