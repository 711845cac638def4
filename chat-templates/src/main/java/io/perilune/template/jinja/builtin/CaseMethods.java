package io.perilune.template.jinja.builtin;

import io.perilune.template.jinja.value.PythonStrings;
import io.perilune.template.jinja.value.Runtime;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.Value;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/** Methods of strings about letters: their case and their kinds. */
final class CaseMethods {
  private CaseMethods() {}

  static void addTo(Table table) {
    table
        .add("upper", "self", mapping(CaseMethods::upper))
        .add("lower", "self", mapping(CaseMethods::lower))
        .add("casefold", "self", mapping(s -> lower(upper(s)).replace("ς", "σ")))
        .add("title", "self", mapping(CaseMethods::title))
        .add("capitalize", "self", mapping(CaseMethods::capitalize))
        .add("swapcase", "self", mapping(CaseMethods::swapCase))
        .test("isupper", "self", (runtime, a) -> isCased(chars(a), Character::isUpperCase))
        .test("islower", "self", (runtime, a) -> isCased(chars(a), Character::isLowerCase))
        .test("istitle", "self", (runtime, a) -> isTitle(chars(a)))
        .test("isalpha", "self", (runtime, a) -> all(chars(a), Character::isLetter))
        .test("isalnum", "self", (runtime, a) -> all(chars(a), CaseMethods::isAlphanumeric))
        .test("isdecimal", "self", (runtime, a) -> all(chars(a), Character::isDigit))
        .test("isdigit", "self", (runtime, a) -> all(chars(a), CaseMethods::isDigit))
        .test("isnumeric", "self", (runtime, a) -> all(chars(a), CaseMethods::isNumeric))
        .test("isspace", "self", (runtime, a) -> all(chars(a), PythonStrings::isSpace))
        .test("isascii", "self", (runtime, a) -> chars(a).chars().allMatch(c -> c < 0x80))
        .test(
            "isprintable",
            "self",
            (runtime, a) -> chars(a).codePoints().allMatch(PythonStrings::isPrintable))
        .test("isidentifier", "self", (runtime, a) -> isIdentifier(chars(a)));
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String lower(int c) {
    return c < 0x80 ? Character.toString(Character.toLowerCase(c)) : lower(Character.toString(c));
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** The first character in title case, the others in lower case. */
  static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int end = text.offsetByCodePoints(0, 1);
    return titleCase(text.codePointAt(0)) + lower(text.substring(end));
  }

  static boolean isCased(String text, IntPredicate wanted) {
    boolean any = false;
    for (int c : text.codePoints().toArray()) {
      if (isCased(c)) {
        if (!wanted.test(c)) {
          return false;
        }
        any = true;
      }
    }
    return any;
  }

  private static Table.Body mapping(UnaryOperator<String> function) {
    return (runtime, arguments) -> apply(runtime, (Text) arguments[0], function);
  }

  static Text apply(Runtime runtime, Text text, UnaryOperator<String> function) {
    runtime.budget().scan(text.length());
    return text.map(function);
  }

  private static String chars(Value[] arguments) {
    return ((Text) arguments[0]).chars();
  }

  /** Each letter behind one that is none in title case, the other letters in lower case. */
  private static String title(String text) {
    StringBuilder result = new StringBuilder(text.length());
    boolean inWord = false;
    for (int c : text.codePoints().toArray()) {
      result.append(inWord ? lower(c) : titleCase(c));
      inWord = isCased(c);
    }
    return result.toString();
  }

  private static String titleCase(int c) {
    if (c < 0x80) {
      return Character.toString(Character.toUpperCase(c));
    }
    int title = Character.toTitleCase(c);
    if (title != c) {
      return Character.toString(title);
    }
    String upper = upper(Character.toString(c));
    int first = upper.offsetByCodePoints(0, 1);
    return upper.substring(0, first) + lower(upper.substring(first));
  }

  private static String swapCase(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints()
        .mapToObj(
            c -> {
              String one = Character.toString(c);
              return Character.isUpperCase(c)
                  ? lower(one)
                  : Character.isLowerCase(c) ? upper(one) : one;
            })
        .forEach(result::append);
    return result.toString();
  }

  private static boolean isCased(int c) {
    return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
  }

  private static boolean isTitle(String text) {
    boolean inWord = false;
    boolean any = false;
    for (int c : text.codePoints().toArray()) {
      boolean start = Character.isUpperCase(c) || Character.isTitleCase(c);
      if (start && inWord || Character.isLowerCase(c) && !inWord) {
        return false;
      }
      inWord = isCased(c);
      any |= inWord;
    }
    return any;
  }

  private static boolean all(String text, IntPredicate predicate) {
    return !text.isEmpty() && text.codePoints().allMatch(predicate);
  }

  private static boolean isAlphanumeric(int c) {
    return Character.isLetter(c) || isNumeric(c);
  }

  private static boolean isDigit(int c) {
    return Character.isDigit(c) || isSuperscript(c) || c >= 0x2460 && c <= 0x2468;
  }

  private static boolean isSuperscript(int c) {
    return c == 0xB2
        || c == 0xB3
        || c == 0xB9
        || c == 0x2070
        || c >= 0x2074 && c <= 0x2079
        || c >= 0x2080 && c <= 0x2089;
  }

  private static boolean isNumeric(int c) {
    return switch (Character.getType(c)) {
      case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> true;
      default -> false;
    };
  }

  private static boolean isIdentifier(String text) {
    if (text.isEmpty()) {
      return false;
    }
    int first = text.codePointAt(0);
    return (first == '_' || Character.isUnicodeIdentifierStart(first))
        && text.codePoints().allMatch(c -> c == '_' || Character.isUnicodeIdentifierPart(c));
  }
}
