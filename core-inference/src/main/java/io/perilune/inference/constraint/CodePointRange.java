package io.perilune.inference.constraint;

/**
 * Unicode code points from {@code first} to {@code last}, both included. Surrogates in between do
 * not count: they have no UTF-8 form.
 */
public record CodePointRange(int first, int last) {
  public CodePointRange {
    if (!Character.isValidCodePoint(first) || !Character.isValidCodePoint(last) || first > last) {
      throw new GrammarException(
          "the range of code points from %x to %x (hexadecimal) is not an ascending one within 0 to 10ffff"
              .formatted(first, last));
    }
  }

  /** A single code point. */
  public static CodePointRange of(int codePoint) {
    return new CodePointRange(codePoint, codePoint);
  }
}
