package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;
import java.util.ArrayList;
import java.util.Arrays;
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
    int narrowestKey = Arrays.stream(heads).map(h -> keyWidth(keys, width, h)).min().orElseThrow();
    return new ModelConfig(
        ARCHITECTURE,
        keys.vocabularySize(),
        keys.contextLength(),
        width,
        keys.epsilon(),
        rotary(keys, narrowestKey),
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
    int keyWidth = keyWidth(keys, width, heads);
    int valueWidth =
        keys.integer("attention.value_length", 1, ConfigKeys.MAX_HEAD_WIDTH, width / heads);
    return new AttentionConfig.GroupedQuery(
        heads, keyValueHeads, keyWidth, valueWidth, (float) (1 / Math.sqrt(keyWidth)));
  }

  private static int keyWidth(ConfigKeys keys, int width, int heads) {
    return keys.integer("attention.key_length", 1, ConfigKeys.MAX_HEAD_WIDTH, width / heads);
  }

  private static RotaryConfig rotary(ConfigKeys keys, int keyWidth) {
    RotaryConfig rotary = keys.rotary(keys.rotaryDimensions(keyWidth, keyWidth));
    if (rotary.scaling() instanceof RotaryConfig.Yarn) {
      throw keys.error(
          "rope.scaling.type", "is \"yarn\", which is not supported for this architecture");
    }
    return rotary;
  }
}
