package io.perilune.server.error;

import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;

/** An error to be told to the client. The message is a sentence for its user. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorKind kind;
  private final String parameter;
  private final Duration retryAfter;
  private final Overflow overflow;

  /**
   * By how much a prompt does not fit.
   *
   * @param promptTokens its tokens, at least
   * @param contextLength the most tokens of prompt and answer together
   */
  public record Overflow(int promptTokens, int contextLength) implements Serializable {}

  private ApiException(
      ErrorKind kind, String message, String parameter, Duration retryAfter, Overflow overflow) {
    super(message);
    this.kind = kind;
    this.parameter = parameter;
    this.retryAfter = retryAfter;
    this.overflow = overflow;
  }

  private ApiException(ErrorKind kind, String message, String parameter, Duration retryAfter) {
    this(kind, message, parameter, retryAfter, null);
  }

  public static ApiException of(ErrorKind kind, String message) {
    return new ApiException(kind, message, null, null);
  }

  /**
   * A request that cannot be carried out as it stands.
   *
   * @param parameter the path of the field at fault: {@code messages[0].role}
   */
  public static ApiException invalid(String parameter, String message) {
    return new ApiException(ErrorKind.INVALID_REQUEST, message, parameter, null);
  }

  public static ApiException modelNotFound(String model) {
    String message =
        "The model '" + printable(model) + "' does not exist here; GET /v1/models lists what does.";
    return new ApiException(ErrorKind.MODEL_NOT_FOUND, message, "model", null);
  }

  /**
   * A prompt that does not fit into the context.
   *
   * @param parameter the field that it was made of
   */
  public static ApiException contextOverflow(
      String parameter, int promptTokens, int contextLength) {
    return contextOverflow(
        parameter, Integer.toString(promptTokens), new Overflow(promptTokens, contextLength));
  }

  /**
   * A prompt so long that its tokens need not be counted.
   *
   * @param parameter the field that it was made of
   * @param leastTokens what its tokens are at least
   */
  public static ApiException contextOverflowByFar(
      String parameter, int leastTokens, int contextLength) {
    return contextOverflow(
        parameter, "at least " + leastTokens, new Overflow(leastTokens, contextLength));
  }

  private static ApiException contextOverflow(
      String parameter, String promptTokens, Overflow overflow) {
    String message =
        "This model's maximum context length is "
            + overflow.contextLength()
            + " tokens. However, your messages resulted in "
            + promptTokens
            + " tokens. Shorten the conversation or start the server with a larger --ctx-size.";
    return new ApiException(ErrorKind.CONTEXT_OVERFLOW, message, parameter, null, overflow);
  }

  /** An error that goes away with time. */
  public static ApiException tryLater(ErrorKind kind, String message, Duration retryAfter) {
    return new ApiException(kind, message, null, retryAfter);
  }

  public ErrorKind kind() {
    return kind;
  }

  /** The path of the field at fault, if there is one. */
  public Optional<String> parameter() {
    return Optional.ofNullable(parameter);
  }

  /** When it is worth trying again, if it is. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** By how much the prompt does not fit, for {@link ErrorKind#CONTEXT_OVERFLOW}. */
  public Optional<Overflow> overflow() {
    return Optional.ofNullable(overflow);
  }

  /** A client's text, cut and without control characters, fit for a message or a log. */
  public static String printable(String text) {
    int length = Math.min(text.length(), QUOTED_CHARS_MAX);
    StringBuilder out = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      out.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return length < text.length() ? out.append("...").toString() : out.toString();
  }

  private static final int QUOTED_CHARS_MAX = 64;
}
