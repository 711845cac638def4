package io.perilune.inference.sampling;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Texts that end what can be repeated. A text counts wherever it occurs in the text of the tokens,
 * also within one token or across several.
 */
public final class SequenceBreakers {
  /** None. */
  public static final SequenceBreakers NONE = new SequenceBreakers(List.of(), token -> new byte[0]);

  private final List<byte[]> texts;
  private final IntFunction<byte[]> tokenBytes;
  private final int longest;

  /**
   * Creates breakers.
   *
   * @param texts not empty any of them
   * @param tokenBytes the bytes, of UTF-8, that a token stands for
   */
  public SequenceBreakers(List<String> texts, IntFunction<byte[]> tokenBytes) {
    this.texts = texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    this.tokenBytes = tokenBytes;
    this.longest = this.texts.stream().mapToInt(text -> text.length).max().orElse(0);
  }

  Scanner newScanner() {
    return new Scanner();
  }

  /** Follows the text of a sequence of tokens. */
  final class Scanner {
    /** The end of the text so far: what a breaker that ends in the next token may begin with. */
    private byte[] tail = new byte[0];

    /** Takes the next token; whether a breaker ends in its text. */
    boolean endsIn(int token) {
      if (texts.isEmpty()) {
        return false;
      }
      byte[] bytes = tokenBytes.apply(token);
      byte[] text = Arrays.copyOf(tail, tail.length + bytes.length);
      System.arraycopy(bytes, 0, text, tail.length, bytes.length);
      boolean found = false;
      for (byte[] breaker : texts) {
        found |= occursAfter(tail.length, breaker, text);
      }
      int kept = Math.min(text.length, longest - 1);
      tail = Arrays.copyOfRange(text, text.length - kept, text.length);
      return found;
    }

    /** Whether a breaker occurs in a text and ends after its first {@code from} bytes. */
    private static boolean occursAfter(int from, byte[] breaker, byte[] text) {
      for (int end = Math.max(from + 1, breaker.length); end <= text.length; end++) {
        int start = end - breaker.length;
        if (Arrays.equals(text, start, end, breaker, 0, breaker.length)) {
          return true;
        }
      }
      return false;
    }
  }
}
