package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufFormatException;
import io.perilune.gguf.GgufMetadata;
import io.perilune.gguf.TensorInfo;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Pattern;

/**
 * The keys of one architecture, each read with its range. The ranges are far above any published
 * model; they keep products of two of them within an {@code int}'s or a {@code long}'s reach.
 */
final class ConfigKeys {
  static final int MAX_LAYERS = 4096;
  static final int MAX_WIDTH = 1 << 20;
  static final int MAX_HEADS = 1 << 14;
  static final int MAX_HEAD_WIDTH = 1 << 14;
  static final int MAX_EXPERTS = 1 << 14;
  static final int MAX_CONTEXT = 1 << 30;
  static final int MAX_VOCABULARY = 1 << 24;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final double MAX_EPSILON = 0.1;
  static final double MIN_FACTOR = 1e-3;
  static final double MAX_FACTOR = 1e6;
  private static final double MAX_ROPE_BASE = 1e15;

  private final GgufFile file;
  private final GgufMetadata metadata;
  private final String architecture;
  private final String prefix;

  ConfigKeys(GgufFile file, String architecture) {
    this.file = file;
    this.metadata = file.metadata();
    this.architecture = architecture;
    this.prefix = architecture + ".";
  }

  String architecture() {
    return architecture;
  }

  GgufFormatException error(String key, String problem) {
    return metadata.error(prefix + key, problem);
  }

  boolean contains(String key) {
    return metadata.contains(prefix + key);
  }

  int integer(String key, int min, int max) {
    return metadata.requireInt(prefix + key, min, max);
  }

  int integer(String key, int min, int max, int ifMissing) {
    return contains(key) ? integer(key, min, max) : ifMissing;
  }

  /** A number for each layer; the file gives one for all, or an array of one for each. */
  int[] perLayer(String key, int layers, int min, int max) {
    int[] values = new int[layers];
    if (!metadata.isArray(prefix + key)) {
      Arrays.fill(values, integer(key, min, max));
      return values;
    }
    long[] stored = metadata.integers(prefix + key).orElseThrow();
    if (stored.length != layers) {
      throw error(key, "has " + stored.length + " values for " + layers + " layers");
    }
    for (int i = 0; i < layers; i++) {
      if (stored[i] < min || stored[i] > max) {
        throw error(
            key, "is " + stored[i] + " for layer " + i + "; it must be from " + min + " to " + max);
      }
      values[i] = (int) stored[i];
    }
    return values;
  }

  /** A number in {@code [min, max]}; not infinite, not NaN. */
  double number(String key, double min, double max) {
    double value = metadata.requireNumber(prefix + key);
    if (!(value >= min && value <= max)) {
      throw error(key, "is " + value + "; it must be from " + min + " to " + max);
    }
    return value;
  }

  double number(String key, double min, double max, double ifMissing) {
    return contains(key) ? number(key, min, max) : ifMissing;
  }

  boolean flag(String key, boolean ifMissing) {
    return metadata.bool(prefix + key).orElse(ifMissing);
  }

  int layers() {
    return integer("block_count", 1, MAX_LAYERS);
  }

  int contextLength() {
    return integer("context_length", 1, MAX_CONTEXT);
  }

  int width() {
    return integer("embedding_length", 1, MAX_WIDTH);
  }

  float epsilon() {
    return (float) number("attention.layer_norm_rms_epsilon", 0, MAX_EPSILON);
  }

  /** Rows of the embedding, which the keys must agree with. */
  int vocabularySize() {
    String name = "token_embd.weight";
    TensorInfo embedding = file.tensor(name).orElseThrow(() -> file.error(name, "is missing"));
    long rows = embedding.dimension(1);
    if (rows < 1 || rows > MAX_VOCABULARY) {
      throw file.error(
          name,
          "has shape "
              + embedding.shapeText()
              + "; a vocabulary has 1 to "
              + MAX_VOCABULARY
              + " tokens");
    }
    if (contains("vocab_size") && integer("vocab_size", 1, MAX_VOCABULARY) != rows) {
      throw error(
          "vocab_size",
          "is "
              + integer("vocab_size", 1, MAX_VOCABULARY)
              + ", but token_embd.weight has "
              + rows
              + " rows");
    }
    String tokens = "tokenizer.ggml.tokens";
    metadata
        .strings(tokens)
        .filter(list -> list.size() != rows)
        .ifPresent(
            list -> {
              throw metadata.error(
                  tokens,
                  "has " + list.size() + " entries, but token_embd.weight has " + rows + " rows");
            });
    return (int) rows;
  }

  /** How many dimensions of a head are rotated: an even number up to {@code max}. */
  int rotaryDimensions(int max, int ifMissing) {
    int dimensions = integer("rope.dimension_count", 2, max, ifMissing);
    if (dimensions % 2 != 0) {
      throw error("rope.dimension_count", "is " + dimensions + "; it must be even");
    }
    return dimensions;
  }

  /**
   * The rotary positions.
   *
   * @param dimensions how many dimensions of a head are rotated
   * @param yarnMagnitude what YaRN multiplies rotated vectors by, given its factor
   */
  RotaryConfig rotary(RotaryConfig.Pairs pairs, int dimensions, DoubleUnaryOperator yarnMagnitude) {
    double base = number("rope.freq_base", 1.001, MAX_ROPE_BASE, 10000);
    // Files from before the type was given scale linearly, under either of two keys.
    String linear = contains("rope.scaling.factor") ? "rope.scaling.factor" : "rope.scale_linear";
    String unsaid = contains(linear) ? "linear" : "none";
    String type = metadata.string(prefix + "rope.scaling.type").orElse(unsaid);
    return new RotaryConfig(
        pairs,
        dimensions,
        base,
        switch (type) {
          case "none" -> new RotaryConfig.None();
          case "linear" -> new RotaryConfig.Linear(number(linear, MIN_FACTOR, MAX_FACTOR));
          case "yarn" -> yarn(yarnMagnitude);
          default ->
              throw error(
                  "rope.scaling.type",
                  "is " + quoted(type) + "; supported are none, linear and yarn");
        });
  }

  /** A name from a file as a message may show it: in quotes, or a remark if it is no name. */
  static String quoted(String name) {
    return NAME.matcher(name).matches() ? '"' + name + '"' : "not a name";
  }

  private RotaryConfig.Yarn yarn(DoubleUnaryOperator magnitude) {
    double factor = number("rope.scaling.factor", MIN_FACTOR, MAX_FACTOR);
    return new RotaryConfig.Yarn(
        factor,
        integer("rope.scaling.original_context_length", 1, MAX_CONTEXT),
        number("rope.scaling.yarn_beta_fast", MIN_FACTOR, MAX_FACTOR, 32),
        number("rope.scaling.yarn_beta_slow", MIN_FACTOR, MAX_FACTOR, 1),
        magnitude.applyAsDouble(factor));
  }
}
