package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;
import io.perilune.inference.model.FeedForwardConfig.Gating;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code deepseek2}: DeepSeek-V2 and -V3, Moonlight, Kimi-K2. Latent attention; a few leading dense
 * layers, then mixtures of experts.
 */
final class DeepSeek2Reader implements ArchitectureReader {
  private static final String ARCHITECTURE = "deepseek2";
  private static final double MAX_LOG_MULTIPLIER = 10;
  private static final double MAX_EXPERT_SCALE = 1e6;

  @Override
  public String architecture() {
    return ARCHITECTURE;
  }

  @Override
  public ModelConfig read(GgufFile file) {
    ConfigKeys keys = new ConfigKeys(file, ARCHITECTURE);
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
    RotaryConfig rotary = keys.rotary(rotaryWidth);
    int[] heads = keys.perLayer("attention.head_count", layerCount, 1, ConfigKeys.MAX_HEADS);
    int[] denseWidths = keys.perLayer("feed_forward_length", layerCount, 1, ConfigKeys.MAX_WIDTH);
    int leadingDense = keys.integer("leading_dense_block_count", 0, layerCount, 0);
    boolean mixed = leadingDense < layerCount || keys.contains("expert_count");
    FeedForwardConfig mixture = mixed ? mixture(keys) : null;
    List<ModelConfig.Layer> layers = new ArrayList<>(layerCount);
    for (int i = 0; i < layerCount; i++) {
      layers.add(
          new ModelConfig.Layer(
              attention(keys, heads[i], queryWidth, valueWidth, rotary),
              i < leadingDense ? new FeedForwardConfig.Dense(denseWidths[i]) : mixture));
    }
    return new ModelConfig(
        ARCHITECTURE,
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

  private static FeedForwardConfig mixture(ConfigKeys keys) {
    int experts = keys.integer("expert_count", 1, ConfigKeys.MAX_EXPERTS);
    int width = keys.integer("expert_feed_forward_length", 1, ConfigKeys.MAX_WIDTH);
    int shared = keys.integer("expert_shared_count", 0, ConfigKeys.MAX_WIDTH / width, 0);
    int groups = keys.integer("expert_group_count", 0, experts, 0);
    if (groups > 1) {
      throw keys.error(
          "expert_group_count", "is " + groups + "; a choice among groups is not supported");
    }
    return new FeedForwardConfig.MixtureOfExperts(
        experts,
        keys.integer("expert_used_count", 1, experts),
        width,
        shared * width,
        gating(keys),
        keys.flag("expert_weights_norm", false),
        (float) keys.number("expert_weights_scale", Float.MIN_NORMAL, MAX_EXPERT_SCALE, 1));
  }

  /** Files from before the key existed are of DeepSeek-V2, which takes the softmax. */
  private static Gating gating(ConfigKeys keys) {
    return switch (keys.integer("expert_gating_func", 0, Integer.MAX_VALUE, 1)) {
      case 0, 1 -> Gating.SOFTMAX;
      case 2 -> Gating.SIGMOID;
      default -> throw keys.error("expert_gating_func", "must be 1 (softmax) or 2 (sigmoid)");
    };
  }
}
