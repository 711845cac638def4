package io.perilune.inference.engine;

/** A prompt that leaves no room for an answer in the context. */
public final class PromptTooLongException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int promptTokens;
  private final int contextLength;

  public PromptTooLongException(int promptTokens, int contextLength) {
    super("the prompt has " + promptTokens + " tokens; the context holds " + contextLength);
    this.promptTokens = promptTokens;
    this.contextLength = contextLength;
  }

  public int promptTokens() {
    return promptTokens;
  }

  public int contextLength() {
    return contextLength;
  }
}
