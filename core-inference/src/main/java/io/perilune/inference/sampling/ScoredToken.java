package io.perilune.inference.sampling;

/**
 * A token and a score in one long, so that the better of two is the greater long: the order of the
 * score in the high half, and below it the token, of which the lower is the better.
 */
final class ScoredToken {
  private ScoredToken() {}

  static long pack(float score, int token) {
    int bits = Float.floatToRawIntBits(score + 0.0f); // makes -0 the 0 that it equals
    return (long) ordered(bits) << Integer.SIZE | (~token & 0xFFFF_FFFFL);
  }

  static float score(long item) {
    return Float.intBitsToFloat(ordered((int) (item >>> Integer.SIZE)));
  }

  static int token(long item) {
    return ~(int) item;
  }

  /** Turns a float's bits into an int of the same order, and back: negative floats are flipped. */
  private static int ordered(int bits) {
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }
}
