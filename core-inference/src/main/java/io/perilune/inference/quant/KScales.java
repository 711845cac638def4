package io.perilune.inference.quant;

/**
 * The 8 scales and 8 minima of a super-block of Q4_K and Q5_K, 6 bits each, in 12 bytes: bytes 0-3
 * hold scales 0-3 in their low 6 bits, bytes 4-7 minima 0-3; bytes 8-11 hold the low 4 bits of
 * scales 4-7 (low nibbles) and minima 4-7 (high nibbles), whose upper 2 bits are the upper 2 bits
 * of bytes 0-3 and 4-7. Each method takes bytes as little-endian ints named by their first byte and
 * returns 8 values as the bytes of a long, the first in the lowest byte.
 */
public final class KScales {
  private KScales() {}

  public static long scales(int bytes0, int bytes8) {
    return unpack(bytes0, bytes8 & 0x0f0f0f0f);
  }

  public static long minima(int bytes4, int bytes8) {
    return unpack(bytes4, bytes8 >>> 4 & 0x0f0f0f0f);
  }

  private static long unpack(int lowerFour, int upperFourNibbles) {
    int upperFour = upperFourNibbles | (lowerFour >>> 6 & 0x03030303) << 4;
    return lowerFour & 0x3f3f3f3f | (long) upperFour << 32;
  }
}
