package io.perilune.server.cli;

import io.perilune.gguf.GgmlType;
import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufFormatException;
import io.perilune.gguf.TensorInfo;
import io.perilune.inference.kv.KvCache;
import io.perilune.inference.model.ModelConfig;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a model file amounts to.
 *
 * @param elements of all tensors together
 * @param weightBytes the size of all tensors' data
 * @param types what the types of tensors have in it, the largest first
 * @param cache what a context takes on top of the weights
 */
record Inspection(long elements, long weightBytes, List<TypeShare> types, Cache cache) {
  /** The tensors of one type. */
  record TypeShare(GgmlType type, int tensors, long elements, long bytes) {
    TypeShare plus(TensorInfo tensor) {
      return new TypeShare(
          type,
          tensors + 1,
          Math.addExact(elements, tensor.elements()),
          Math.addExact(bytes, tensor.bytes()));
    }

    double bitsPerWeight() {
      return (double) bytes * Byte.SIZE / elements;
    }
  }

  /** The KV cache. */
  sealed interface Cache {
    /**
     * Its size.
     *
     * @param bytesPerToken with values of 16 bits
     * @param contextLength the longest context that the model was made for, in tokens
     */
    record Known(long bytesPerToken, int contextLength) implements Cache {
      long fullBytes() {
        return Math.multiplyExact(bytesPerToken, (long) contextLength);
      }
    }

    /** The model cannot be served, for this reason. */
    record Unknown(String problem) implements Cache {}
  }

  static Inspection of(GgufFile file) {
    Map<GgmlType, TypeShare> types = new EnumMap<>(GgmlType.class);
    for (TensorInfo tensor : file.tensors()) {
      types.compute(
          tensor.type(),
          (type, share) -> (share == null ? new TypeShare(type, 0, 0, 0) : share).plus(tensor));
    }
    return new Inspection(
        types.values().stream().mapToLong(TypeShare::elements).reduce(0, Math::addExact),
        types.values().stream().mapToLong(TypeShare::bytes).reduce(0, Math::addExact),
        types.values().stream()
            .sorted(Comparator.comparingLong(TypeShare::bytes).reversed())
            .toList(),
        cache(file));
  }

  private static Cache cache(GgufFile file) {
    try {
      ModelConfig config = ModelConfig.read(file);
      return new Cache.Known(
          config.cacheBytesPerToken(KvCache.Precision.F16), config.contextLength());
    } catch (GgufFormatException e) {
      return new Cache.Unknown(e.getMessage());
    }
  }

  double bitsPerWeight() {
    return elements == 0 ? 0 : (double) weightBytes * Byte.SIZE / elements;
  }
}
