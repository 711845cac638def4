package io.perilune.gguf;

import java.util.ArrayList;
import java.util.List;

/** Reads metadata values, or passes over them, where a reader stands. */
record ValueReader(CheckedReader reader) {
  long elementCount() {
    return reader.size("an array of %s elements", GgufLimits.ARRAY_ELEMENTS_MAX);
  }

  /**
   * Passes over values of one type.
   *
   * @param depth the number of arrays around them
   */
  void skip(GgufValueType type, long count, int depth) {
    switch (type) {
      case STRING -> {
        for (long i = 0; i < count; i++) {
          reader.skipString();
        }
      }
      case ARRAY -> {
        if (depth == GgufLimits.ARRAY_DEPTH_MAX) {
          throw reader.damaged(
              reader.position(), "has arrays nested deeper than " + GgufLimits.ARRAY_DEPTH_MAX);
        }
        for (long i = 0; i < count; i++) {
          GgufValueType inner = reader.valueType();
          skip(inner, elementCount(), depth + 1);
        }
      }
      case BOOL -> {
        for (long i = 0; i < count; i++) {
          reader.bool();
        }
      }
      default -> reader.skip(Math.multiplyExact(count, (long) type.bytes()));
    }
  }

  /** An integer, or a boolean as 0 or 1. */
  long integer(GgufValueType type) {
    return switch (type) {
      case UINT8 -> Byte.toUnsignedLong(reader.int8());
      case INT8 -> reader.int8();
      case UINT16 -> Short.toUnsignedLong(reader.int16());
      case INT16 -> reader.int16();
      case UINT32 -> reader.uint32();
      case INT32 -> reader.int32();
      case UINT64 -> reader.size("the value %s", Long.MAX_VALUE);
      case INT64 -> reader.int64();
      case BOOL -> reader.bool() ? 1 : 0;
      case FLOAT32, FLOAT64, STRING, ARRAY -> throw new IllegalArgumentException(type.name());
    };
  }

  /** A float, or an integer. */
  double number(GgufValueType type) {
    return switch (type) {
      case FLOAT32 -> Float.intBitsToFloat(reader.int32());
      case FLOAT64 -> Double.longBitsToDouble(reader.int64());
      default -> integer(type);
    };
  }

  /**
   * A value of any type; of an array, the first {@code elements} elements are decoded.
   *
   * @param depth the number of arrays around it
   */
  GgufValue value(GgufValueType type, int elements, int depth) {
    return switch (type) {
      case STRING -> new GgufValue.Text(reader.string(GgufLimits.STRING_BYTES_MAX));
      case BOOL -> new GgufValue.Bool(reader.bool());
      case FLOAT32, FLOAT64 -> new GgufValue.Real(type, number(type));
      case ARRAY -> array(elements, depth + 1);
      default -> new GgufValue.Int(type, integer(type));
    };
  }

  private GgufValue array(int elements, int depth) {
    GgufValueType element = reader.valueType();
    long count = elementCount();
    long decoded = Math.min(count, elements);
    List<GgufValue> first = new ArrayList<>();
    for (long i = 0; i < decoded; i++) {
      first.add(value(element, elements, depth));
    }
    skip(element, count - decoded, depth);
    return new GgufValue.Array(element, count, first);
  }
}
