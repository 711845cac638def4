package io.perilune.server.cli;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of bytes as people write it: {@code 40G} is 40 times 2^30 bytes.
 *
 * @param bytes the number
 */
record ByteSize(long bytes) {
  private static final String UNITS = "KMGT";
  private static final int UNIT_BITS = 10;

  /** So many always fit a {@code long}. */
  private static final int DIGITS_MAX = 18;

  /** Reads one from the command line. */
  static final class Converter implements ITypeConverter<ByteSize> {
    private Converter() {}

    @Override
    public ByteSize convert(String value) {
      return parse(value);
    }
  }

  /**
   * Reads one.
   *
   * @throws TypeConversionException if it is none, zero, or larger than any file can be
   */
  static ByteSize parse(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    int digits = 0;
    while (digits < upper.length() && Character.digit(upper.charAt(digits), 10) >= 0) {
      digits++;
    }
    int unit = unit(upper.substring(digits));
    if (digits > 0 && digits <= DIGITS_MAX && unit >= 0) {
      int bits = unit * UNIT_BITS;
      long number = Long.parseLong(upper.substring(0, digits));
      if (number > 0 && number <= Long.MAX_VALUE >> bits) {
        return new ByteSize(number << bits);
      }
    }
    throw new TypeConversionException("'" + text + "' is no size like 500M or 40G");
  }

  /** The power of 1024 that {@code K}, {@code KB} or {@code KIB} stands for; -1 for other words. */
  private static int unit(String word) {
    if (word.isEmpty() || word.equals("B")) {
      return 0;
    }
    int unit = UNITS.indexOf(word.charAt(0));
    return unit >= 0 && List.of("", "B", "IB").contains(word.substring(1)) ? unit + 1 : -1;
  }

  /** With three digits or so and a unit. */
  @Override
  public String toString() {
    double number = bytes;
    int unit = 0;
    while (number >= 1 << UNIT_BITS && unit < UNITS.length()) {
      number /= 1 << UNIT_BITS;
      unit++;
    }
    return unit == 0
        ? bytes + " bytes"
        : String.format(Locale.ROOT, "%.1f %siB", number, UNITS.charAt(unit - 1));
  }
}
