package io.perilune.inference.model;

/** A forward pass gave logits that are infinite or NaN, as damaged weights do. */
public final class NonFiniteLogitsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Names the model's file and the position in the sequence. */
  public NonFiniteLogitsException(String file, int position) {
    super(
        file
            + ": the logits at position "
            + position
            + " are not finite; the file's weights are damaged, download it again");
  }
}
