package io.perilune.inference.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads what architectures of grouped-query attention have in common; the parameters are what they
 * differ in.
 *
 * @param pairs which dimensions of a head turn together
 * @param biases whether queries, keys and values have biases
 * @param headNorms whether each head's query and key are normalised
 */
record GroupedQueryReader(
    ConfigKeys keys, RotaryConfig.Pairs pairs, boolean biases, boolean headNorms) {

  /**
   * The hyper-parameters.
   *
   * @param feedForwards one for each layer
   */
  ModelConfig read(List<? extends FeedForwardConfig> feedForwards) {
    int layerCount = keys.layers();
    int width = keys.width();
    int[] heads = keys.perLayer("attention.head_count", layerCount, 1, ConfigKeys.MAX_HEADS);
    int[] keyValueHeads =
        keys.contains("attention.head_count_kv")
            ? keys.perLayer("attention.head_count_kv", layerCount, 1, ConfigKeys.MAX_HEADS)
            : heads;
    List<ModelConfig.Layer> layers = new ArrayList<>(layerCount);
    for (int i = 0; i < layerCount; i++) {
      layers.add(
          new ModelConfig.Layer(attention(width, heads[i], keyValueHeads[i]), feedForwards.get(i)));
    }
    int narrowestKey = Arrays.stream(heads).map(h -> keyWidth(width, h)).min().orElseThrow();
    int rotated = keys.rotaryDimensions(narrowestKey, narrowestKey);
    return new ModelConfig(
        keys.architecture(),
        keys.vocabularySize(),
        keys.contextLength(),
        width,
        keys.epsilon(),
        keys.rotary(pairs, rotated, this::yarnMagnitude),
        layers);
  }

  private AttentionConfig.GroupedQuery attention(int width, int heads, int keyValueHeads) {
    if (heads % keyValueHeads != 0) {
      throw keys.error(
          "attention.head_count_kv",
          "is " + keyValueHeads + ", which does not divide the " + heads + " query heads");
    }
    if (!keys.contains("attention.key_length") && width % heads != 0) {
      throw keys.error(
          "attention.head_count", "is " + heads + ", which does not divide the width " + width);
    }
    int keyWidth = keyWidth(width, heads);
    int valueWidth =
        keys.integer("attention.value_length", 1, ConfigKeys.MAX_HEAD_WIDTH, width / heads);
    return new AttentionConfig.GroupedQuery(
        heads,
        keyValueHeads,
        keyWidth,
        valueWidth,
        (float) (1 / Math.sqrt(keyWidth)),
        biases,
        headNorms);
  }

  /**
   * The temperature of longer contexts. Query and key are both multiplied by it; a file may change
   * it by a factor of its own.
   */
  private double yarnMagnitude(double factor) {
    double own =
        keys.number("rope.scaling.attn_factor", ConfigKeys.MIN_FACTOR, ConfigKeys.MAX_FACTOR, 1);
    return own * (1 + 0.1 * Math.log(Math.max(1, factor)));
  }

  private int keyWidth(int width, int heads) {
    return keys.integer("attention.key_length", 1, ConfigKeys.MAX_HEAD_WIDTH, width / heads);
  }
}
