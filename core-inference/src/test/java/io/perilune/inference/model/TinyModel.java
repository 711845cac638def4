package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufValueType;
import io.perilune.gguf.GgufWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A very small model with random weights that depend on the tensors' names only. Keys and tensors
 * may be changed before the file is made.
 */
final class TinyModel {
  /** How a file holds the key and value matrices of latent attention. */
  enum Layout {
    /** Absorbed keys and values as stacks of matrices. */
    ABSORBED,
    /** Keys and values of each head in one matrix. */
    JOINT,
    /** Both, the absorbed ones as two-dimensional tensors. */
    BOTH
  }

  static final int VOCABULARY = 40;
  static final int WIDTH = 32;
  static final int LAYERS = 3;
  static final int HEADS = 4;
  private static final int INNER = 48;

  private static final int QUERY_RANK = 16;
  private static final int LATENT_RANK = 20;
  private static final int PLAIN = 8;
  private static final int ROTARY = 4;
  private static final int VALUE = 6;
  private static final int EXPERTS = 5;
  private static final int EXPERT_INNER = 16;

  private record Tensor(List<Long> shape, float[] values) {}

  private final String architecture;
  private final Map<String, Object> keys = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private TinyModel(String architecture) {
    this.architecture = architecture;
    keys.put("general.architecture", architecture);
    set("block_count", LAYERS);
    set("context_length", 512);
    set("embedding_length", WIDTH);
    set("feed_forward_length", INNER);
    set("attention.head_count", HEADS);
    set("attention.layer_norm_rms_epsilon", 1e-5);
    set("rope.freq_base", 10000.0);
    matrix("token_embd.weight", VOCABULARY, WIDTH);
    norm("output_norm.weight", WIDTH);
    matrix("output.weight", VOCABULARY, WIDTH);
  }

  static TinyModel llama() {
    TinyModel model = new TinyModel("llama");
    model.set("rope.dimension_count", WIDTH / HEADS);
    model.groupedQueryLayers();
    for (int i = 0; i < LAYERS; i++) {
      model.gated("blk." + i + ".", "", INNER);
    }
    return model;
  }

  static TinyModel qwen2() {
    TinyModel model = new TinyModel("qwen2");
    model.groupedQueryLayers();
    for (int i = 0; i < LAYERS; i++) {
      String prefix = "blk." + i + ".";
      model.vector(prefix + "attn_q.bias", WIDTH, 0.2, 0);
      model.vector(prefix + "attn_k.bias", WIDTH / 2, 0.2, 0);
      model.vector(prefix + "attn_v.bias", WIDTH / 2, 0.2, 0);
      model.gated(prefix, "", INNER);
    }
    return model;
  }

  static TinyModel qwen3() {
    TinyModel model = new TinyModel("qwen3");
    model.groupedQueryLayers();
    for (int i = 0; i < LAYERS; i++) {
      model.headNorms("blk." + i + ".");
      model.gated("blk." + i + ".", "", INNER);
    }
    return model;
  }

  static TinyModel qwen3Moe() {
    TinyModel model = new TinyModel("qwen3moe");
    model.set("expert_count", EXPERTS);
    model.set("expert_used_count", 2);
    model.set("expert_feed_forward_length", EXPERT_INNER);
    model.groupedQueryLayers();
    for (int i = 0; i < LAYERS; i++) {
      model.headNorms("blk." + i + ".");
      model.experts("blk." + i + ".");
    }
    return model;
  }

  /** All of the layers but their feed-forward blocks, with half as many key-value heads. */
  private void groupedQueryLayers() {
    set("attention.head_count_kv", HEADS / 2);
    for (int i = 0; i < LAYERS; i++) {
      String prefix = "blk." + i + ".";
      norm(prefix + "attn_norm.weight", WIDTH);
      matrix(prefix + "attn_q.weight", WIDTH, WIDTH);
      matrix(prefix + "attn_k.weight", WIDTH / 2, WIDTH);
      matrix(prefix + "attn_v.weight", WIDTH / 2, WIDTH);
      matrix(prefix + "attn_output.weight", WIDTH, WIDTH);
      norm(prefix + "ffn_norm.weight", WIDTH);
    }
  }

  private void headNorms(String prefix) {
    norm(prefix + "attn_q_norm.weight", WIDTH / HEADS);
    norm(prefix + "attn_k_norm.weight", WIDTH / HEADS);
  }

  static TinyModel deepSeek2(Layout layout) {
    TinyModel model = new TinyModel("deepseek2");
    model.set("attention.q_lora_rank", QUERY_RANK);
    model.set("attention.kv_lora_rank", LATENT_RANK);
    if (layout == Layout.ABSORBED) {
      model.set("attention.key_length", LATENT_RANK + ROTARY);
      model.set("attention.value_length", LATENT_RANK);
      model.set("attention.key_length_mla", PLAIN + ROTARY);
      model.set("attention.value_length_mla", VALUE);
    } else {
      model.set("attention.key_length", PLAIN + ROTARY);
      model.set("attention.value_length", VALUE);
    }
    model.set("rope.dimension_count", ROTARY);
    model.set("rope.scaling.type", "yarn");
    model.set("rope.scaling.factor", 4.0);
    model.set("rope.scaling.original_context_length", 64);
    model.set("rope.scaling.yarn_log_multiplier", 0.1);
    model.set("leading_dense_block_count", 1);
    model.set("expert_count", EXPERTS);
    model.set("expert_used_count", 2);
    model.set("expert_shared_count", 1);
    model.set("expert_feed_forward_length", EXPERT_INNER);
    model.set("expert_weights_scale", 2.5);
    model.set("expert_weights_norm", true);
    model.set("expert_gating_func", 2);
    for (int i = 0; i < LAYERS; i++) {
      model.deepSeek2Layer("blk." + i + ".", layout, i == 0);
    }
    return model;
  }

  private void deepSeek2Layer(String prefix, Layout layout, boolean dense) {
    norm(prefix + "attn_norm.weight", WIDTH);
    matrix(prefix + "attn_q_a.weight", QUERY_RANK, WIDTH);
    norm(prefix + "attn_q_a_norm.weight", QUERY_RANK);
    matrix(prefix + "attn_q_b.weight", HEADS * (PLAIN + ROTARY), QUERY_RANK);
    matrix(prefix + "attn_kv_a_mqa.weight", LATENT_RANK + ROTARY, WIDTH);
    norm(prefix + "attn_kv_a_norm.weight", LATENT_RANK);
    keysAndValues(prefix, layout);
    matrix(prefix + "attn_output.weight", WIDTH, HEADS * VALUE);
    norm(prefix + "ffn_norm.weight", WIDTH);
    if (dense) {
      gated(prefix, "", INNER);
      return;
    }
    vector(prefix + "exp_probs_b.bias", EXPERTS, 0.2, 0);
    experts(prefix);
    gated(prefix, "_shexp", EXPERT_INNER);
  }

  private void experts(String prefix) {
    matrix(prefix + "ffn_gate_inp.weight", EXPERTS, WIDTH);
    put(prefix + "ffn_gate_exps.weight", shape(WIDTH, EXPERT_INNER, EXPERTS), 0.3, 0);
    put(prefix + "ffn_up_exps.weight", shape(WIDTH, EXPERT_INNER, EXPERTS), 0.3, 0);
    put(prefix + "ffn_down_exps.weight", shape(EXPERT_INNER, WIDTH, EXPERTS), 0.3, 0);
  }

  private void keysAndValues(String prefix, Layout layout) {
    int rows = PLAIN + VALUE;
    String joint = prefix + "attn_kv_b.weight";
    matrix(joint, HEADS * rows, LATENT_RANK);
    float[] both = tensors.get(joint).values();
    float[] keys = new float[HEADS * LATENT_RANK * PLAIN];
    float[] values = new float[HEADS * VALUE * LATENT_RANK];
    for (int head = 0; head < HEADS; head++) {
      int first = head * rows;
      for (int r = 0; r < LATENT_RANK; r++) {
        for (int p = 0; p < PLAIN; p++) {
          keys[(head * LATENT_RANK + r) * PLAIN + p] = both[(first + p) * LATENT_RANK + r];
        }
        for (int v = 0; v < VALUE; v++) {
          values[(head * VALUE + v) * LATENT_RANK + r] =
              both[(first + PLAIN + v) * LATENT_RANK + r];
        }
      }
    }
    boolean flat = layout == Layout.BOTH;
    if (layout != Layout.JOINT) {
      tensor(
          prefix + "attn_k_b.weight",
          flat ? shape(PLAIN, LATENT_RANK * HEADS) : shape(PLAIN, LATENT_RANK, HEADS),
          keys);
      tensor(
          prefix + "attn_v_b.weight",
          flat ? shape(LATENT_RANK, VALUE * HEADS) : shape(LATENT_RANK, VALUE, HEADS),
          values);
    }
    if (layout == Layout.ABSORBED) {
      removeTensor(joint);
    } else if (flat) {
      // What is not to be used is made useless.
      tensor(joint, shape(LATENT_RANK, HEADS * rows), new float[both.length]);
    }
  }

  private void gated(String prefix, String suffix, int inner) {
    matrix(prefix + "ffn_gate" + suffix + ".weight", inner, WIDTH);
    matrix(prefix + "ffn_up" + suffix + ".weight", inner, WIDTH);
    matrix(prefix + "ffn_down" + suffix + ".weight", WIDTH, inner);
  }

  private void matrix(String name, int rows, int columns) {
    put(name, shape(columns, rows), 1.5 / Math.sqrt(columns), 0);
  }

  private void norm(String name, int n) {
    vector(name, n, 0.2, 1);
  }

  private void vector(String name, int n, double deviation, double mean) {
    put(name, List.of((long) n), deviation, mean);
  }

  private void put(String name, List<Long> shape, double deviation, double mean) {
    Random random = new Random(name.hashCode());
    float[] values = new float[(int) (long) shape.stream().reduce(1L, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    tensor(name, shape, values);
  }

  private static List<Long> shape(long... dimensions) {
    return Arrays.stream(dimensions).boxed().toList();
  }

  /**
   * Sets a key of the architecture: an integer, a double, a string, a boolean or an array of longs.
   */
  TinyModel set(String key, Object value) {
    keys.put(architecture + "." + key, value);
    return this;
  }

  TinyModel setGeneral(String key, String value) {
    keys.put(key, value);
    return this;
  }

  TinyModel remove(String key) {
    keys.remove(architecture + "." + key);
    return this;
  }

  TinyModel tensor(String name, List<Long> shape, float... values) {
    tensors.put(name, new Tensor(shape, values));
    return this;
  }

  TinyModel removeTensor(String name) {
    tensors.remove(name);
    return this;
  }

  float[] values(String name) {
    return tensors.get(name).values();
  }

  List<Long> shapeOf(String name) {
    return tensors.get(name).shape();
  }

  GgufFile file() {
    GgufWriter writer = new GgufWriter();
    keys.forEach((key, value) -> write(writer, key, value));
    tensors.forEach((name, tensor) -> writer.tensor(name, tensor.shape(), tensor.values()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(Channels.newChannel(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    MemorySegment content = Arena.ofAuto().allocate(bytes.size(), 64);
    content.copyFrom(MemorySegment.ofArray(bytes.toByteArray()));
    return GgufFile.of(content, "tiny-" + architecture + ".gguf");
  }

  private static void write(GgufWriter writer, String key, Object value) {
    switch (value) {
      case Integer i -> writer.integer(key, GgufValueType.INT32, i);
      case Double d -> writer.number(key, GgufValueType.FLOAT32, d);
      case String s -> writer.string(key, s);
      case Boolean b -> writer.bool(key, b);
      case long[] list -> writer.integers(key, GgufValueType.INT32, list);
      default -> throw new IllegalArgumentException(key + " = " + value);
    }
  }
}
