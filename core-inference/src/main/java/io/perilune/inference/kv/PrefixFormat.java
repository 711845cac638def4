package io.perilune.inference.kv;

/** The numbers of a {@link PrefixFile}. */
final class PrefixFormat {
  /** {@code PERIKV} and two bytes that a transfer as text would change. */
  static final long MAGIC = 0x0A0D_564B_4952_4550L;

  static final int VERSION = 1;
  static final int CHECKSUM_BYTES = Integer.BYTES;

  static final byte PLAIN = 0;
  static final byte LEFT = 1;
  static final byte LAST = 2;

  private PrefixFormat() {}

  static int code(KvCache.Precision precision) {
    return switch (precision) {
      case F16 -> 0;
      case F32 -> 1;
      case Q8_0 -> 2;
    };
  }
}
