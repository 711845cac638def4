package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.budget.Budget;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.Locale;

/** Prints the time by the directives of C's {@code strftime}, in English. */
final class Strftime {
  private static final int MICROSECOND = 1_000;

  private Strftime() {}

  static String format(String format, Clock clock, Budget budget) {
    ZonedDateTime time = ZonedDateTime.now(clock);
    StringBuilder result = new StringBuilder();
    int i = 0;
    while (i < format.length()) {
      budget.step();
      budget.checkChars(result.length());
      char c = format.charAt(i++);
      if (c != '%' || i == format.length()) {
        result.append(c);
        continue;
      }
      boolean unpadded = format.charAt(i) == '-' && i + 1 < format.length();
      char directive = format.charAt(unpadded ? i + 1 : i);
      i += unpadded ? 2 : 1;
      String value = directive(directive, time);
      if (value == null) {
        result.append('%').append(unpadded ? "-" : "").append(directive);
      } else {
        result.append(unpadded ? withoutPadding(value) : value);
      }
    }
    return result.toString();
  }

  private static String directive(char directive, ZonedDateTime time) {
    return switch (directive) {
      case 'a' -> time.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> time.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'w' -> String.valueOf(time.getDayOfWeek().getValue() % 7);
      case 'u' -> String.valueOf(time.getDayOfWeek().getValue());
      case 'd' -> pad(time.getDayOfMonth(), 2);
      case 'e' -> pad(time.getDayOfMonth(), 2, " ");
      case 'b', 'h' -> time.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> time.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'm' -> pad(time.getMonthValue(), 2);
      case 'y' -> pad(time.getYear() % 100, 2);
      case 'C' -> pad(time.getYear() / 100, 2);
      case 'Y' -> String.valueOf(time.getYear());
      case 'G' -> String.valueOf(time.get(IsoFields.WEEK_BASED_YEAR));
      case 'V' -> pad(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR), 2);
      case 'U' -> pad((time.getDayOfYear() + 6 - time.getDayOfWeek().getValue() % 7) / 7, 2);
      case 'W' -> pad((time.getDayOfYear() + 7 - time.getDayOfWeek().getValue()) / 7, 2);
      case 'j' -> pad(time.getDayOfYear(), 3);
      case 'F' -> combine("Y-m-d", time);
      case 'D', 'x' -> combine("m/d/y", time);
      default -> timeDirective(directive, time);
    };
  }

  private static String timeDirective(char directive, ZonedDateTime time) {
    return switch (directive) {
      case 'H' -> pad(time.getHour(), 2);
      case 'k' -> pad(time.getHour(), 2, " ");
      case 'I' -> pad(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2);
      case 'l' -> pad(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2, " ");
      case 'p' -> time.getHour() < 12 ? "AM" : "PM";
      case 'M' -> pad(time.getMinute(), 2);
      case 'S' -> pad(time.getSecond(), 2);
      case 'f' -> pad(time.getNano() / MICROSECOND, 6);
      case 's' -> String.valueOf(time.toEpochSecond());
      // The reference's times have no zone.
      case 'z', 'Z' -> "";
      case 'c' -> combine("a b e H:M:S Y", time);
      case 'T', 'X' -> combine("H:M:S", time);
      case 'R' -> combine("H:M", time);
      case 'r' -> combine("I:M:S p", time);
      case 'n' -> "\n";
      case 't' -> "\t";
      case '%' -> "%";
      default -> null;
    };
  }

  /** Replaces each letter by its directive. */
  private static String combine(String letters, ZonedDateTime time) {
    StringBuilder result = new StringBuilder();
    for (char c : letters.toCharArray()) {
      result.append(Character.isLetter(c) ? directive(c, time) : String.valueOf(c));
    }
    return result.toString();
  }

  private static String withoutPadding(String value) {
    int from = 0;
    while (from < value.length() - 1 && "0 ".indexOf(value.charAt(from)) >= 0) {
      from++;
    }
    return value.substring(from);
  }

  private static String pad(int number, int width) {
    return pad(number, width, "0");
  }

  private static String pad(int number, int width, String filler) {
    String digits = String.valueOf(number);
    return filler.repeat(Math.max(0, width - digits.length())) + digits;
  }
}
