package io.perilune.template.jinja.budget;

/** Every limit of the template engine. A template is untrusted: it comes with a model file. */
public final class Limits {
  /** Characters of a template's source. */
  public static final int TEMPLATE_CHARS = 4 << 20;

  /** Nesting of expressions and blocks in the source. */
  public static final int PARSER_DEPTH = 64;

  /** Loops inside one another, as in the reference. */
  public static final int LOOP_NESTING = 20;

  /** Operators, filters or subscripts in a row without nesting. */
  public static final int CHAIN_LENGTH = 512;

  /** Steps of any rendering: evaluated nodes and elements visited. */
  public static final long STEPS = 1_000_000;

  /** Further steps for each character of the input. */
  public static final long STEPS_PER_INPUT_CHAR = 100;

  /** Steps of a rendering that only finds out what a template can do. */
  public static final long PROBE_STEPS = 100_000;

  /** Characters of any output, and of any single string. */
  public static final long OUTPUT_CHARS = 1 << 20;

  /** Further characters for each character of the input. */
  public static final long OUTPUT_CHARS_PER_INPUT_CHAR = 8;

  /** Characters that count as one step when a string is scanned or copied. */
  public static final int CHARS_PER_STEP = 16;

  /** Elements that count as one step when a list is copied. */
  public static final int COPIES_PER_STEP = 16;

  /** Products of 64-bit words that count as one step when long integers are worked with. */
  public static final int WORD_PRODUCTS_PER_STEP = 64;

  /** Calls of macros inside one another. */
  public static final int MACRO_DEPTH = 128;

  /** Evaluated nodes inside one another, over all macros; bounds the stack of the thread. */
  public static final int EVALUATION_DEPTH = 2_000;

  /** Lists and mappings inside one another when a value is printed, compared or serialised. */
  public static final int VALUE_DEPTH = 512;

  /** Values inside a tuple that is the key of a mapping. */
  public static final int KEY_VALUES = 10_000;

  /** Bits of an integer. */
  public static final int INTEGER_BITS = 1 << 16;

  /** Decimal digits of an integer that is read or printed, as in the reference. */
  public static final int INTEGER_DIGITS = 4_300;

  /** Bits of the bounds and of the step of a range. */
  public static final int RANGE_BITS = 256;

  /** Elements of a range, as in the reference. */
  public static final int RANGE_LENGTH = 100_000;

  private Limits() {}
}
