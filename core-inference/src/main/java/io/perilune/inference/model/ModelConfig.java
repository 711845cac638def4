package io.perilune.inference.model;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufFormatException;
import io.perilune.inference.kv.KvCache;
import java.util.List;

/**
 * The hyper-parameters of a model.
 *
 * @param architecture the file's {@code general.architecture}
 * @param vocabularySize tokens
 * @param contextLength the longest context that the model was made for, in tokens
 * @param width floats per token between layers
 * @param epsilon added to the mean square in each normalisation
 * @param rotary the positions of all layers
 * @param layers the blocks of each layer
 */
public record ModelConfig(
    String architecture,
    int vocabularySize,
    int contextLength,
    int width,
    float epsilon,
    RotaryConfig rotary,
    List<Layer> layers) {

  private static final String ARCHITECTURE_KEY = "general.architecture";
  private static final List<ArchitectureReader> ARCHITECTURES =
      List.of(
          new DeepSeek2Reader(),
          new LlamaReader(),
          new Qwen2Reader(),
          new Qwen3Reader(),
          new Qwen3MoeReader());

  /** The blocks of one layer. */
  public record Layer(AttentionConfig attention, FeedForwardConfig feedForward) {}

  public ModelConfig {
    layers = List.copyOf(layers);
  }

  /** The architectures that can be read. */
  public static List<String> supportedArchitectures() {
    return ARCHITECTURES.stream().map(ArchitectureReader::architecture).toList();
  }

  /**
   * Reads the hyper-parameters of a file.
   *
   * @throws GgufFormatException if the architecture is not supported, or a key is missing, out of
   *     its range or at odds with another
   */
  public static ModelConfig read(GgufFile file) {
    String architecture = file.metadata().requireString(ARCHITECTURE_KEY);
    for (ArchitectureReader reader : ARCHITECTURES) {
      if (reader.architecture().equals(architecture)) {
        return reader.read(file);
      }
    }
    throw file.metadata()
        .error(
            ARCHITECTURE_KEY,
            "is "
                + ConfigKeys.quoted(architecture)
                + ", which is not supported; supported are "
                + String.join(", ", supportedArchitectures()));
  }

  /** Values per token and layer that the KV cache keeps: those of the widest layer. */
  public int cacheWidth() {
    return layers.stream().mapToInt(layer -> layer.attention().cacheWidth()).max().orElseThrow();
  }

  /**
   * Bytes per token that the KV cache takes, over all layers.
   *
   * @throws IllegalArgumentException as {@link #requireCacheable} does
   */
  public long cacheBytesPerToken(KvCache.Precision precision) {
    requireCacheable(precision);
    return Math.multiplyExact(precision.bytes(cacheWidth()), (long) layers.size());
  }

  /**
   * Finds out whether a KV cache of some precision can serve the model: Q8_0 can where the widths
   * of heads' keys and values, or of an MLA row, are multiples of 32.
   *
   * @throws IllegalArgumentException if it cannot; the message says which width is in the way
   */
  public void requireCacheable(KvCache.Precision precision) {
    for (int i = 0; i < layers.size(); i++) {
      int piece = layers.get(i).attention().cachePiece();
      if (piece % precision.groupSize() != 0) {
        throw new IllegalArgumentException(
            "the KV cache of this model cannot be "
                + precision
                + ": layer "
                + i
                + " reads rows in pieces of "
                + piece
                + " values, which is no multiple of "
                + precision.groupSize()
                + "; choose F16");
      }
    }
  }
}
