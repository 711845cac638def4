package io.perilune.gguf;

import java.util.Optional;

/** The types of metadata values, in the order of their ids in a file. */
public enum GgufValueType {
  UINT8(Byte.BYTES, Kind.UNSIGNED),
  INT8(Byte.BYTES, Kind.SIGNED),
  UINT16(Short.BYTES, Kind.UNSIGNED),
  INT16(Short.BYTES, Kind.SIGNED),
  UINT32(Integer.BYTES, Kind.UNSIGNED),
  INT32(Integer.BYTES, Kind.SIGNED),
  FLOAT32(Float.BYTES, Kind.FLOAT),
  /** A byte, 0 or 1. */
  BOOL(Byte.BYTES, Kind.OTHER),
  /** A 64-bit length and that many bytes of UTF-8. */
  STRING(0, Kind.OTHER),
  /** The type of the elements, a 64-bit count, and the elements. */
  ARRAY(0, Kind.OTHER),
  /** Values of 2^63 and more are refused. */
  UINT64(Long.BYTES, Kind.UNSIGNED),
  INT64(Long.BYTES, Kind.SIGNED),
  FLOAT64(Double.BYTES, Kind.FLOAT);

  private enum Kind {
    UNSIGNED,
    SIGNED,
    FLOAT,
    OTHER
  }

  private static final GgufValueType[] BY_ID = values();

  private final int bytes;
  private final Kind kind;

  GgufValueType(int bytes, Kind kind) {
    this.bytes = bytes;
    this.kind = kind;
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
    return kind == Kind.UNSIGNED || kind == Kind.SIGNED;
  }

  public boolean isFloat() {
    return kind == Kind.FLOAT;
  }

  /** The smallest value of an integer type. */
  long min() {
    return kind == Kind.UNSIGNED ? 0 : Long.MIN_VALUE >> unusedBits();
  }

  /** The largest value of an integer type. */
  long max() {
    return kind == Kind.UNSIGNED && bytes < Long.BYTES
        ? -1L >>> unusedBits()
        : Long.MAX_VALUE >> unusedBits();
  }

  private int unusedBits() {
    return Long.SIZE - bytes * Byte.SIZE;
  }
}
