package io.perilune.gguf;

import java.util.List;

/** A metadata value as a file gives it. */
public sealed interface GgufValue {
  /** A string. */
  record Text(String value) implements GgufValue {}

  /** A boolean. */
  record Bool(boolean value) implements GgufValue {}

  /** An integer of any integer type. */
  record Int(GgufValueType type, long value) implements GgufValue {}

  /** A float of either width. */
  record Real(GgufValueType type, double value) implements GgufValue {}

  /**
   * A value that a file may have, but that cannot be shown: text that is not well-formed UTF-8, or
   * an unsigned integer of 2^63 and more.
   *
   * @param problem a sentence
   */
  record Unreadable(String problem) implements GgufValue {}

  /**
   * An array.
   *
   * @param element the type of its elements
   * @param count how many it has
   * @param first the first of them, or all
   */
  record Array(GgufValueType element, long count, List<GgufValue> first) implements GgufValue {
    public Array {
      first = List.copyOf(first);
    }
  }
}
