package io.perilune.gguf;

import java.util.Optional;

/** The types of metadata values, with their ids in a file. */
public enum GgufValueType {
  UINT8(1),
  INT8(1),
  UINT16(2),
  INT16(2),
  UINT32(4),
  INT32(4),
  FLOAT32(4),
  BOOL(1),
  /** A 64-bit length and that many bytes of UTF-8. */
  STRING(0),
  /** The type of the elements, a 64-bit count, and the elements. */
  ARRAY(0),
  UINT64(8),
  INT64(8),
  FLOAT64(8);

  private static final GgufValueType[] BY_ID = values();

  private final int bytes;

  GgufValueType(int bytes) {
    this.bytes = bytes;
  }

  /** The type with this id in a file, if there is one. */
  public static Optional<GgufValueType> byId(long id) {
    return id >= 0 && id < BY_ID.length ? Optional.of(BY_ID[(int) id]) : Optional.empty();
  }

  /** The id in a file. */
  public int id() {
    return ordinal();
  }

  /** The size of a value in bytes; 0 for strings and arrays, whose size varies. */
  public int bytes() {
    return bytes;
  }

  public boolean isInteger() {
    return switch (this) {
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> true;
      default -> false;
    };
  }

  public boolean isFloat() {
    return this == FLOAT32 || this == FLOAT64;
  }
}
