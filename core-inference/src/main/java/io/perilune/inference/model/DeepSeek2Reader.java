package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code deepseek2}: DeepSeek-V2 and -V3, Moonlight, Kimi-K2. Latent attention; a few leading dense
 * layers, then mixtures of experts.
 */
final class DeepSeek2Reader implements ArchitectureReader {
  private static final double MAX_LOG_MULTIPLIER = 10;

  @Override
  public String architecture() {
    return "deepseek2";
  }

  @Override
  public ModelConfig read(GgufFile file) {
    ConfigKeys keys = new ConfigKeys(file, architecture());
    int layerCount = keys.layers();
    // Files that store the absorbed matrices describe the cached row in key_length and
    // value_length, and a head in the _mla keys.
    String suffix = keys.contains("attention.key_length_mla") ? "_mla" : "";
    int queryWidth = keys.integer("attention.key_length" + suffix, 1, ConfigKeys.MAX_HEAD_WIDTH);
    int valueWidth = keys.integer("attention.value_length" + suffix, 1, ConfigKeys.MAX_HEAD_WIDTH);
    if (!keys.contains("rope.dimension_count")) {
      throw keys.error("rope.dimension_count", "is missing");
    }
    int rotaryWidth = keys.rotaryDimensions(queryWidth - 1, 0);
    // Here the temperature is a part of the scale of the scores.
    RotaryConfig rotary = keys.rotary(RotaryConfig.Pairs.NEIGHBOURS, rotaryWidth, factor -> 1);
    int[] heads = keys.perLayer("attention.head_count", layerCount, 1, ConfigKeys.MAX_HEADS);
    List<FeedForwardConfig> dense = FeedForwardKeys.dense(keys);
    int leadingDense = keys.integer("leading_dense_block_count", 0, layerCount, 0);
    boolean mixed = leadingDense < layerCount || keys.contains("expert_count");
    FeedForwardConfig mixture = mixed ? FeedForwardKeys.experts(keys, false) : null;
    List<ModelConfig.Layer> layers = new ArrayList<>(layerCount);
    for (int i = 0; i < layerCount; i++) {
      layers.add(
          new ModelConfig.Layer(
              attention(keys, heads[i], queryWidth, valueWidth, rotary),
              i < leadingDense ? dense.get(i) : mixture));
    }
    return new ModelConfig(
        keys.architecture(),
        keys.vocabularySize(),
        keys.contextLength(),
        keys.width(),
        keys.epsilon(),
        rotary,
        layers);
  }

  private static AttentionConfig attention(
      ConfigKeys keys, int heads, int queryWidth, int valueWidth, RotaryConfig rotary) {
    return new AttentionConfig.MultiHeadLatent(
        heads,
        keys.integer("attention.q_lora_rank", 0, ConfigKeys.MAX_HEAD_WIDTH, 0),
        keys.integer("attention.kv_lora_rank", 1, ConfigKeys.MAX_HEAD_WIDTH),
        queryWidth - rotary.dimensions(),
        rotary.dimensions(),
        valueWidth,
        scoreScale(keys, queryWidth, rotary));
  }

  /** YaRN's temperature is the square of {@code 1 + multiplier * ln(factor)}. */
  private static float scoreScale(ConfigKeys keys, int queryWidth, RotaryConfig rotary) {
    double temperature = 1;
    if (rotary.scaling() instanceof RotaryConfig.Yarn yarn) {
      double multiplier =
          keys.number(
              "rope.scaling.yarn_log_multiplier", -MAX_LOG_MULTIPLIER, MAX_LOG_MULTIPLIER, 0);
      temperature = 1 + multiplier * Math.log(yarn.factor());
    }
    return (float) (temperature * temperature / Math.sqrt(queryWidth));
  }
}
