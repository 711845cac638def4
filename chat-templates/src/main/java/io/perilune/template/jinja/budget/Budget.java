package io.perilune.template.jinja.budget;

import io.perilune.template.jinja.error.ErrorKind;
import io.perilune.template.jinja.error.JinjaException;

/** The account of one rendering; every overdraft is a {@link ErrorKind#LIMIT} error. */
public final class Budget {
  private final long maxSteps;
  private final long maxChars;
  private long steps;
  private int macroDepth;
  private int evaluationDepth;
  private int valueDepth;

  /**
   * @param inputChars characters of all strings that the caller passes in
   */
  public Budget(long inputChars) {
    this(
        Math.addExact(Limits.STEPS, Math.multiplyExact(Limits.STEPS_PER_INPUT_CHAR, inputChars)),
        Math.min(
            Integer.MAX_VALUE - 8,
            Math.addExact(
                Limits.OUTPUT_CHARS,
                Math.multiplyExact(Limits.OUTPUT_CHARS_PER_INPUT_CHAR, inputChars))));
  }

  private Budget(long maxSteps, long maxChars) {
    this.maxSteps = maxSteps;
    this.maxChars = maxChars;
  }

  /** The budget of a rendering that only finds out what a template can do. */
  public static Budget forProbe() {
    return new Budget(Limits.PROBE_STEPS, Limits.OUTPUT_CHARS);
  }

  public void step() {
    if (++steps > maxSteps) {
      throw outOfSteps();
    }
  }

  /** Pays for visiting {@code count} elements. */
  public void steps(long count) {
    if (count > maxSteps - steps) {
      throw outOfSteps();
    }
    steps += count;
  }

  /** Pays for scanning or copying this many characters. */
  public void scan(long chars) {
    steps(1 + chars / Limits.CHARS_PER_STEP);
  }

  /** Pays for copying this many elements of a list. */
  public void copy(long elements) {
    steps(1 + elements / Limits.COPIES_PER_STEP);
  }

  /** Pays for an integer of this length, as for a list of its words. */
  public void integer(long bits) {
    steps(bits / Long.SIZE / Limits.COPIES_PER_STEP);
  }

  /** Pays for multiplying, dividing or printing integers of these lengths. */
  public void product(long leftBits, long rightBits) {
    integer(leftBits + rightBits);
    steps((1 + leftBits / Long.SIZE) * (1 + rightBits / Long.SIZE) / Limits.WORD_PRODUCTS_PER_STEP);
  }

  /** Checks the length of a string, or of the output, before it is built. */
  public void checkChars(long chars) {
    if (chars > maxChars) {
      throw limit("makes a text of more than " + maxChars + " characters");
    }
  }

  /** Checks the number of elements of a list before it is built. */
  public void checkElements(long elements) {
    if (elements > maxSteps) {
      throw limit("makes a list of more than " + maxSteps + " elements");
    }
  }

  public void enterMacro() {
    if (++macroDepth > Limits.MACRO_DEPTH) {
      throw limit("calls macros more than " + Limits.MACRO_DEPTH + " deep");
    }
  }

  public void leaveMacro() {
    macroDepth--;
  }

  public void enterNode() {
    step();
    if (++evaluationDepth > Limits.EVALUATION_DEPTH) {
      throw limit("nests more than " + Limits.EVALUATION_DEPTH + " evaluations");
    }
  }

  public void leaveNode() {
    evaluationDepth--;
  }

  /** Begins to visit the elements of a value that may hold itself. */
  public void enterValue() {
    step();
    if (++valueDepth > Limits.VALUE_DEPTH) {
      throw limit("visits a value nested more than " + Limits.VALUE_DEPTH + " deep");
    }
  }

  public void leaveValue() {
    valueDepth--;
  }

  private JinjaException outOfSteps() {
    return limit("needs more than " + maxSteps + " steps");
  }

  private static JinjaException limit(String what) {
    return new JinjaException(ErrorKind.LIMIT, "The template " + what);
  }
}
