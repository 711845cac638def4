package io.perilune.inference.constraint;

/**
 * Cuts ranges of code points into ranges whose UTF-8 forms are all combinations of one range of
 * bytes for each place.
 */
final class Utf8Ranges {
  /** The bits that a continuation byte holds. */
  private static final int CONTINUATION_BITS = 6;

  private static final int CONTINUATION = 0x80;

  /** The last code points with a form of 1, 2, 3 and 4 bytes. */
  private static final int[] LAST_OF_LENGTH = {0x7F, 0x7FF, 0xFFFF, Character.MAX_CODE_POINT};

  /** The bits that the first byte has besides those of the code point, by length. */
  private static final int[] LEAD = {0, 0xC0, 0xE0, 0xF0};

  /** Takes the ranges of bytes, one for each place. */
  interface Sink {
    void accept(int[] low, int[] high);
  }

  private Utf8Ranges() {}

  /** Cuts a range without surrogates. */
  static void cut(CodePointRange range, Sink sink) {
    int first = range.first();
    for (int length = 1; length <= LAST_OF_LENGTH.length; length++) {
      int last = Math.min(range.last(), LAST_OF_LENGTH[length - 1]);
      if (first <= last) {
        cut(first, last, length, sink);
        first = last + 1;
      }
    }
  }

  private static void cut(int first, int last, int length, Sink sink) {
    for (int places = 1; places < length; places++) {
      int low = (1 << CONTINUATION_BITS * places) - 1;
      if ((first & ~low) != (last & ~low)) {
        if ((first & low) != 0) {
          cut(first, first | low, length, sink);
          cut((first | low) + 1, last, length, sink);
          return;
        }
        if ((last & low) != low) {
          cut(first, (last & ~low) - 1, length, sink);
          cut(last & ~low, last, length, sink);
          return;
        }
      }
    }
    sink.accept(encode(first, length), encode(last, length));
  }

  private static int[] encode(int codePoint, int length) {
    int[] bytes = new int[length];
    int rest = codePoint;
    for (int i = length - 1; i > 0; i--) {
      bytes[i] = CONTINUATION | rest & (1 << CONTINUATION_BITS) - 1;
      rest >>>= CONTINUATION_BITS;
    }
    bytes[0] = LEAD[length - 1] | rest;
    return bytes;
  }
}
