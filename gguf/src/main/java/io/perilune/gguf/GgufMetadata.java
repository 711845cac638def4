package io.perilune.gguf;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The key-value pairs of a file, with typed getters. A key that is missing where it is required, or
 * of another type than asked for, is a {@link GgufFormatException} that names the file, the key
 * and, where there is one, the byte offset.
 */
public interface GgufMetadata {
  /** All keys in the file's order. */
  Set<String> keys();

  boolean contains(String key);

  /** Whether the value at {@code key} is an array; false if there is no such key. */
  boolean isArray(String key);

  /** The string at {@code key}, if there is one. */
  Optional<String> string(String key);

  /** The integer at {@code key} (any integer type), if there is one. */
  OptionalLong integer(String key);

  /** The number at {@code key} (float or integer of any width), if there is one. */
  OptionalDouble number(String key);

  /** The boolean at {@code key}, if there is one. */
  Optional<Boolean> bool(String key);

  /** The array of strings at {@code key}, if there is one. */
  Optional<List<String>> strings(String key);

  /**
   * The array of integers (any integer type, or booleans as 0 and 1) at {@code key}, if there is
   * one.
   */
  Optional<long[]> integers(String key);

  /** The array of floats at {@code key}, if there is one. */
  Optional<float[]> floats(String key);

  /** An error about the value at {@code key}, naming the file, the key and its offset. */
  GgufFormatException error(String key, String problem);

  default String requireString(String key) {
    return string(key).orElseThrow(() -> error(key, "is missing"));
  }

  default long requireInteger(String key) {
    return integer(key).orElseThrow(() -> error(key, "is missing"));
  }

  /** An integer that must lie in a range, both ends included. */
  default int requireInt(String key, int min, int max) {
    long value = requireInteger(key);
    if (value < min || value > max) {
      throw error(key, "is " + value + "; it must be from " + min + " to " + max);
    }
    return (int) value;
  }

  default double requireNumber(String key) {
    return number(key).orElseThrow(() -> error(key, "is missing"));
  }
}
