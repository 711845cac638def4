package io.perilune.inference.quantise;

import io.perilune.gguf.GgmlType;
import io.perilune.gguf.GgufFile;
import io.perilune.gguf.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which type each tensor of a file is to have.
 *
 * <p>Matrices of weights get the wanted type. Vectors, norms and the router of experts stay as they
 * are: they are small, and what they lose is felt everywhere. The output matrix, which may be the
 * embedding's, gets {@link TargetType#Q6_K} where the wanted type is smaller, because each of its
 * errors goes straight to the logits. A matrix whose rows are no multiple of its type's block gets
 * the type next to it that fits.
 *
 * @param type the wanted type
 * @param steps one for each tensor, in the file's order
 */
public record QuantisePlan(TargetType type, List<Step> steps) {
  private static final String OUTPUT = "output.weight";

  /** The name of the matrix of token embeddings. */
  public static final String EMBEDDING = "token_embd.weight";

  private static final TargetType SMALLEST_OUTPUT = TargetType.Q6_K;

  public QuantisePlan {
    steps = List.copyOf(steps);
  }

  /**
   * What becomes of a tensor.
   *
   * @param tensor as it is in the file
   * @param target its type in the new file
   * @param unfit the type that it would have if its rows were a multiple of that type's block
   */
  public record Step(TensorInfo tensor, GgmlType target, Optional<TargetType> unfit) {
    static Step keep(TensorInfo tensor) {
      return new Step(tensor, tensor.type(), Optional.empty());
    }

    /** Whether the tensor's data is copied as it is. */
    boolean copies() {
      return tensor.type() == target;
    }

    /** Whether weights that were rounded to a quantised type before are rounded again. */
    boolean requantises() {
      return !copies() && tensor.type().blockSize() > 1;
    }
  }

  /**
   * Plans a file.
   *
   * @param type for matrices that have no exception
   * @param overrides other types for matrices, the first that matches counts
   * @param pure whether all matrices get the wanted type, the output's as well
   * @throws IllegalArgumentException if an override matches no matrix
   * @throws io.perilune.gguf.GgufFormatException if a row is too long to be converted
   */
  public static QuantisePlan of(
      GgufFile file, TargetType type, List<TypeOverride> overrides, boolean pure) {
    for (TypeOverride override : overrides) {
      if (file.tensors().stream().noneMatch(t -> isMatrix(t) && override.matches(t.name()))) {
        throw new IllegalArgumentException(
            "the names '"
                + override.names()
                + "' match no matrix of "
                + file.name()
                + "; perilune inspect lists its tensors");
      }
    }
    String output = outputName(file);
    List<Step> steps = new ArrayList<>();
    for (TensorInfo tensor : file.tensors()) {
      if (!isMatrix(tensor)) {
        steps.add(Step.keep(tensor));
        continue;
      }
      if (tensor.dimension(0) > Integer.MAX_VALUE) {
        throw file.error(tensor.name(), "has rows of more than " + Integer.MAX_VALUE + " weights");
      }
      TargetType byDefault =
          !pure && tensor.name().equals(output) && type.smallerThan(SMALLEST_OUTPUT)
              ? SMALLEST_OUTPUT
              : type;
      TargetType wanted =
          overrides.stream()
              .filter(override -> override.matches(tensor.name()))
              .map(TypeOverride::type)
              .findFirst()
              .orElse(byDefault);
      TargetType fitting = wanted.fitting(tensor.dimension(0));
      steps.add(
          new Step(
              tensor, fitting.type(), fitting == wanted ? Optional.empty() : Optional.of(wanted)));
    }
    return new QuantisePlan(type, steps);
  }

  /** The name of the matrix that makes logits: the embedding, where a file has no other. */
  public static String outputName(GgufFile file) {
    return file.tensor(OUTPUT).isPresent() ? OUTPUT : EMBEDDING;
  }

  /** The first tensor of a quantised type that is converted to another, if there is one. */
  public Optional<TensorInfo> firstRequantised() {
    return steps.stream().filter(Step::requantises).map(Step::tensor).findFirst();
  }

  /** Tensors that got another type than planned because of the length of their rows. */
  public List<Step> fallbacks() {
    return steps.stream().filter(step -> step.unfit().isPresent()).toList();
  }

  private static boolean isMatrix(TensorInfo tensor) {
    String name = tensor.name();
    return tensor.shape().size() > 1
        && name.endsWith(".weight")
        && !name.endsWith("_norm.weight")
        && !name.endsWith("ffn_gate_inp.weight");
  }
}
