package io.perilune.inference.tokenizer;

/**
 * The alphabet in which byte-level vocabularies are written, first used by GPT-2: each of the 256
 * bytes is one character. Printable Latin-1 characters other than the blank stand for themselves;
 * the other bytes are, in ascending order, the characters from U+0100 on.
 */
final class ByteAlphabet {
  private static final int BYTES = 256;

  /** The byte of each character of the alphabet, or -1. */
  private static final short[] BYTE_OF = bytesOfCharacters();

  private ByteAlphabet() {}

  /**
   * Writes the bytes that characters of the alphabet stand for.
   *
   * @param from the first character
   * @param to the character after the last
   * @param out where the bytes go, from {@code at} on
   * @return whether all characters are of the alphabet
   */
  static boolean decode(String text, int from, int to, byte[] out, int at) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= BYTE_OF.length || BYTE_OF[c] < 0) {
        return false;
      }
      out[at + i - from] = (byte) BYTE_OF[c];
    }
    return true;
  }

  private static short[] bytesOfCharacters() {
    short[] byteOf = new short[2 * BYTES];
    java.util.Arrays.fill(byteOf, (short) -1);
    int next = BYTES;
    for (int value = 0; value < BYTES; value++) {
      byteOf[standsForItself(value) ? value : next++] = (short) value;
    }
    return byteOf;
  }

  private static boolean standsForItself(int value) {
    return (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xFF && value != 0xAD);
  }
}
