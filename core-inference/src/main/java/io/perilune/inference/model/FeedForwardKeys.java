package io.perilune.inference.model;

import io.perilune.inference.model.FeedForwardConfig.Gating;
import java.util.Arrays;
import java.util.List;

/** The keys of feed-forward blocks, which most architectures name alike. */
final class FeedForwardKeys {
  private static final double MAX_EXPERT_SCALE = 1e6;

  private FeedForwardKeys() {}

  /** A dense block for each layer. */
  static List<FeedForwardConfig> dense(ConfigKeys keys) {
    int[] widths = keys.perLayer("feed_forward_length", keys.layers(), 1, ConfigKeys.MAX_WIDTH);
    return Arrays.stream(widths).<FeedForwardConfig>mapToObj(FeedForwardConfig.Dense::new).toList();
  }

  /**
   * The mixture of experts of all layers that have one.
   *
   * @param normalisedIfUnsaid whether a token's weights are made to sum to 1 in a file that does
   *     not say
   */
  static FeedForwardConfig.MixtureOfExperts experts(ConfigKeys keys, boolean normalisedIfUnsaid) {
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
        keys.flag("expert_weights_norm", normalisedIfUnsaid),
        (float) keys.number("expert_weights_scale", Float.MIN_NORMAL, MAX_EXPERT_SCALE, 1));
  }

  /** Files from before the key existed are of models that take the softmax. */
  private static Gating gating(ConfigKeys keys) {
    return switch (keys.integer("expert_gating_func", 0, Integer.MAX_VALUE, 1)) {
      case 0, 1 -> Gating.SOFTMAX;
      case 2 -> Gating.SIGMOID;
      default -> throw keys.error("expert_gating_func", "must be 1 (softmax) or 2 (sigmoid)");
    };
  }
}
