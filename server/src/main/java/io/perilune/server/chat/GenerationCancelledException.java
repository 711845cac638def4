package io.perilune.server.chat;

/** The generation was cancelled from outside; nobody waits for its answer. */
public final class GenerationCancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public GenerationCancelledException() {
    super("the generation was cancelled");
  }
}
