package io.perilune.inference.model;

import io.perilune.inference.kernel.WeightMatrix;
import java.util.ArrayList;
import java.util.List;

/** Finds a model's weights by the names that GGUF files give them. */
final class WeightsReader {
  private final ModelConfig config;
  private final Tensors tensors;
  private final LoadOptions.Progress progress;

  WeightsReader(ModelConfig config, Tensors tensors, LoadOptions.Progress progress) {
    this.config = config;
    this.tensors = tensors;
    this.progress = progress;
  }

  ModelWeights read() {
    int vocabulary = config.vocabularySize();
    int width = config.width();
    WeightMatrix embedding = tensors.matrix("token_embd.weight", vocabulary, width);
    float[] factors = tensors.vectorOrNull("rope_freqs.weight", config.rotary().dimensions() / 2);
    float[] outputNorm = tensors.vector("output_norm.weight", width);
    // A file without an output matrix has tied embeddings.
    WeightMatrix output =
        tensors.contains("output.weight")
            ? tensors.matrix("output.weight", vocabulary, width)
            : embedding;
    List<ModelWeights.Layer> layers = new ArrayList<>();
    for (int i = 0; i < config.layers().size(); i++) {
      layers.add(layer(i));
      progress.loaded(i + 1, config.layers().size());
    }
    tensors.requireAllUsed(config.architecture());
    return new ModelWeights(embedding, factors, layers, outputNorm, output);
  }

  private ModelWeights.Layer layer(int index) {
    String prefix = "blk." + index + ".";
    ModelConfig.Layer layer = config.layers().get(index);
    return new ModelWeights.Layer(
        tensors.vector(prefix + "attn_norm.weight", config.width()),
        switch (layer.attention()) {
          case AttentionConfig.GroupedQuery attention -> groupedQuery(prefix, attention);
          case AttentionConfig.MultiHeadLatent attention -> latent(prefix, attention);
        },
        tensors.vector(prefix + "ffn_norm.weight", config.width()),
        switch (layer.feedForward()) {
          case FeedForwardConfig.Dense dense -> gated(prefix, "", dense.width());
          case FeedForwardConfig.MixtureOfExperts mixture -> experts(prefix, mixture);
        });
  }

  private AttentionWeights groupedQuery(String prefix, AttentionConfig.GroupedQuery attention) {
    int width = config.width();
    boolean norms = attention.headNorms();
    int queries = attention.heads() * attention.keyWidth();
    int keys = attention.keyValueHeads() * attention.keyWidth();
    int values = attention.keyValueHeads() * attention.valueWidth();
    return new AttentionWeights.GroupedQuery(
        tensors.matrix(prefix + "attn_q.weight", queries, width),
        attention.biases() ? tensors.vector(prefix + "attn_q.bias", queries) : null,
        norms ? tensors.vector(prefix + "attn_q_norm.weight", attention.keyWidth()) : null,
        tensors.matrix(prefix + "attn_k.weight", keys, width),
        attention.biases() ? tensors.vector(prefix + "attn_k.bias", keys) : null,
        norms ? tensors.vector(prefix + "attn_k_norm.weight", attention.keyWidth()) : null,
        tensors.matrix(prefix + "attn_v.weight", values, width),
        attention.biases() ? tensors.vector(prefix + "attn_v.bias", values) : null,
        tensors.matrix(prefix + "attn_output.weight", width, attention.outputWidth()));
  }

  private AttentionWeights latent(String prefix, AttentionConfig.MultiHeadLatent attention) {
    int width = config.width();
    int rank = attention.queryRank();
    int queries = attention.heads() * attention.queryWidth();
    boolean lowRank = rank > 0;
    KeyValueMatrices keyValue = keyValueMatrices(prefix, attention);
    return new AttentionWeights.MultiHeadLatent(
        lowRank ? tensors.matrix(prefix + "attn_q_a.weight", rank, width) : null,
        lowRank ? tensors.vector(prefix + "attn_q_a_norm.weight", rank) : null,
        lowRank
            ? tensors.matrix(prefix + "attn_q_b.weight", queries, rank)
            : tensors.matrix(prefix + "attn_q.weight", queries, width),
        tensors.matrix(prefix + "attn_kv_a_mqa.weight", attention.cacheWidth(), width),
        tensors.vector(prefix + "attn_kv_a_norm.weight", attention.latentRank()),
        keyValue.absorbedKeys(),
        keyValue.values(),
        tensors.matrix(prefix + "attn_output.weight", width, attention.outputWidth()));
  }

  private record KeyValueMatrices(List<WeightMatrix> absorbedKeys, List<WeightMatrix> values) {}

  /**
   * Newer files hold the key matrix transposed, ready to be absorbed, beside the value matrix;
   * older ones both, head by head, in one tensor; some all three, in which case the older form may
   * be quantised differently and is left alone.
   */
  private KeyValueMatrices keyValueMatrices(
      String prefix, AttentionConfig.MultiHeadLatent attention) {
    int heads = attention.heads();
    int rank = attention.latentRank();
    int plain = attention.plainWidth();
    int value = attention.valueWidth();
    String joint = prefix + "attn_kv_b.weight";
    if (tensors.contains(prefix + "attn_k_b.weight")) {
      tensors.ignore(joint);
      return new KeyValueMatrices(
          tensors.stack(prefix + "attn_k_b.weight", heads, rank, plain),
          tensors.stack(prefix + "attn_v_b.weight", heads, value, rank));
    }
    WeightMatrix all = tensors.matrix(joint, heads * (plain + value), rank);
    List<WeightMatrix> keys = new ArrayList<>(heads);
    List<WeightMatrix> values = new ArrayList<>(heads);
    for (int head = 0; head < heads; head++) {
      int first = head * (plain + value);
      keys.add(tensors.transpose(all.slice(first, plain)));
      values.add(all.slice(first + plain, value));
    }
    return new KeyValueMatrices(keys, values);
  }

  /** The gated block of a layer, or its shared expert, whose names have a suffix. */
  private FeedForwardWeights.Gated gated(String prefix, String suffix, int inner) {
    return new FeedForwardWeights.Gated(
        tensors.matrix(prefix + "ffn_gate" + suffix + ".weight", inner, config.width()),
        tensors.matrix(prefix + "ffn_up" + suffix + ".weight", inner, config.width()),
        tensors.matrix(prefix + "ffn_down" + suffix + ".weight", config.width(), inner));
  }

  private FeedForwardWeights experts(String prefix, FeedForwardConfig.MixtureOfExperts mixture) {
    int count = mixture.experts();
    List<WeightMatrix> gates;
    List<WeightMatrix> ups;
    if (tensors.contains(prefix + "ffn_gate_up_exps.weight")) {
      List<WeightMatrix> both =
          tensors.stack(
              prefix + "ffn_gate_up_exps.weight", count, 2 * mixture.width(), config.width());
      gates = both.stream().map(w -> w.slice(0, mixture.width())).toList();
      ups = both.stream().map(w -> w.slice(mixture.width(), mixture.width())).toList();
    } else {
      gates =
          tensors.stack(prefix + "ffn_gate_exps.weight", count, mixture.width(), config.width());
      ups = tensors.stack(prefix + "ffn_up_exps.weight", count, mixture.width(), config.width());
    }
    List<WeightMatrix> downs =
        tensors.stack(prefix + "ffn_down_exps.weight", count, config.width(), mixture.width());
    List<FeedForwardWeights.Gated> experts = new ArrayList<>(count);
    for (int e = 0; e < count; e++) {
      experts.add(new FeedForwardWeights.Gated(gates.get(e), ups.get(e), downs.get(e)));
    }
    return new FeedForwardWeights.Experts(
        tensors.matrix(prefix + "ffn_gate_inp.weight", count, config.width()),
        tensors.vectorOrNull(prefix + "exp_probs_b.bias", count),
        experts,
        mixture.sharedWidth() > 0 ? gated(prefix, "_shexp", mixture.sharedWidth()) : null);
  }
}
