package io.perilune.server.constraint.schema;

/** What a schema may ask at most. Beyond a limit it is not enforced, and that is reported. */
final class SchemaLimits {
  /** Parts of the grammar of one schema. */
  static final int PATTERNS_MAX = 200_000;

  /** Alternatives that {@code anyOf} and its like may multiply to. */
  static final int ALTERNATIVES_MAX = 256;

  /** Schemas looked at and members put together, repetitions included. */
  static final long WORK_MAX = 500_000;

  /** Schemas inside each other, references followed. */
  static final int DEPTH_MAX = 100;

  /** The greatest number of repetitions that is counted: items, members, characters. */
  static final int COUNT_MAX = 10_000;

  /** Multiples within a range up to which they are listed one by one. */
  static final int LISTED_MULTIPLES_MAX = 512;

  /** The greatest divisor whose multiples are told without a range. */
  static final int DIVISOR_MAX = 100;

  /** Characters of a regular expression. */
  static final int REGEX_CHARS_MAX = 4_000;

  /** Groups inside each other in a regular expression. */
  static final int REGEX_DEPTH_MAX = 50;

  /** Digits of a number before the point. */
  static final int INTEGER_DIGITS_MAX = 30;

  /** Digits of a number after the point. */
  static final int FRACTION_DIGITS_MAX = 30;

  /** Blanks at the beginning of a line. */
  static final int INDENT_MAX = 20;

  private SchemaLimits() {}
}
