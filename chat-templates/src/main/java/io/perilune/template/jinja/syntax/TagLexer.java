package io.perilune.template.jinja.syntax;

import io.perilune.template.jinja.budget.Limits;
import io.perilune.template.jinja.value.FloatValue;
import io.perilune.template.jinja.value.IntValue;
import io.perilune.template.jinja.value.Text;
import io.perilune.template.jinja.value.Value;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Cuts the inside of one tag into names, literals and operators. */
final class TagLexer {
  private static final List<String> OPERATORS =
      List.of(
          "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{",
          "}", ">", "<", "=", ".", ":", "|", ",", ";");

  private final SourceText source;
  private final String close;
  private final List<Token> tokens;
  private final Deque<String> open = new ArrayDeque<>();
  private int position;

  /**
   * @param close what ends the tag where no bracket is open
   * @param tokens where the tokens go
   */
  TagLexer(SourceText source, int position, String close, List<Token> tokens) {
    this.source = source;
    this.position = position;
    this.close = close;
    this.tokens = tokens;
  }

  /**
   * Lexes the tag.
   *
   * @return the index of its end, or -1 if the source ends first
   */
  int run() {
    while (true) {
      position = source.skipSpace(position);
      if (position >= source.length()) {
        return -1;
      }
      if (open.isEmpty()) {
        if (source.startsWith(close, position)) {
          return position;
        }
        boolean signed =
            source.at(position) == '-' || source.at(position) == '+' && close.equals("%}");
        if (signed && source.startsWith(close, position + 1)) {
          return position + 1;
        }
      }
      next();
    }
  }

  private void next() {
    int c = source.codePointAt(position);
    if (isDigit(c)) {
      number();
    } else if (c == '_' || Character.isUnicodeIdentifierStart(c)) {
      int end = position;
      while (end < source.length() && isNamePart(source.codePointAt(end))) {
        end += Character.charCount(source.codePointAt(end));
      }
      add(Token.Kind.NAME, end, null);
    } else if (c == '\'' || c == '"') {
      string((char) c);
    } else {
      operator();
    }
  }

  private void operator() {
    for (String operator : OPERATORS) {
      if (source.startsWith(operator, position)) {
        balance(operator);
        add(Token.Kind.OPERATOR, position + operator.length(), null);
        return;
      }
    }
    throw unexpectedChar(position);
  }

  private void balance(String operator) {
    switch (operator) {
      case "(" -> open.push(")");
      case "[" -> open.push("]");
      case "{" -> open.push("}");
      case ")", "]", "}" -> {
        if (open.isEmpty()) {
          throw source.error("unexpected '" + operator + "'", position);
        }
        String expected = open.pop();
        if (!expected.equals(operator)) {
          throw source.error(
              "unexpected '" + operator + "', expected '" + expected + "'", position);
        }
      }
      default -> {}
    }
  }

  private void string(char quote) {
    int end = position + 1;
    while (source.at(end) != quote) {
      if (end >= source.length()) {
        throw unexpectedChar(position);
      }
      end += source.at(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw unexpectedChar(position);
    }
    String value = StringLiteral.decode(source, position + 1, end);
    add(Token.Kind.STRING, end + 1, Text.of(value));
  }

  private void number() {
    int integerEnd = digits(position, 10);
    // After a dot, as in "x.0.1", digits are a position and never a fraction.
    boolean afterDot = position > 0 && source.at(position - 1) == '.';
    int end = afterDot ? integerEnd : exponent(fraction(integerEnd));
    if (end > integerEnd) {
      String text = source.substring(position, end).replace("_", "");
      add(Token.Kind.FLOAT, end, new FloatValue(Double.parseDouble(text)));
      return;
    }
    integer();
  }

  private int fraction(int from) {
    return source.at(from) == '.' && isDigit(source.at(from + 1)) ? digits(from + 1, 10) : from;
  }

  private int exponent(int from) {
    if (source.at(from) != 'e' && source.at(from) != 'E') {
      return from;
    }
    int start = source.at(from + 1) == '+' || source.at(from + 1) == '-' ? from + 2 : from + 1;
    return isDigit(source.at(start)) ? digits(start, 10) : from;
  }

  private void integer() {
    int radix =
        source.at(position) != '0'
            ? 10
            : switch (source.at(position + 1)) {
              case 'x', 'X' -> 16;
              case 'o', 'O' -> 8;
              case 'b', 'B' -> 2;
              default -> 10;
            };
    int start = position;
    if (radix != 10) {
      start += source.at(position + 2) == '_' ? 3 : 2;
    }
    int end = digits(start, radix);
    if (radix != 10 && end == start) {
      radix = 10;
      start = position;
      end = position + 1;
    } else if (radix == 10 && source.at(position) == '0') {
      end = zeros();
    }
    String text = source.substring(start, end).replace("_", "");
    if (text.length() > Limits.INTEGER_DIGITS) {
      throw source.error("an integer of more than " + Limits.INTEGER_DIGITS + " digits", position);
    }
    add(Token.Kind.INTEGER, end, new IntValue(new BigInteger(text, radix)));
  }

  /** A decimal number that begins with 0 is a row of zeros, as in Python. */
  private int zeros() {
    int end = position + 1;
    while (source.at(end) == '0' || source.at(end) == '_' && source.at(end + 1) == '0') {
      end++;
    }
    return end;
  }

  /** The end of a row of digits, which single underscores may separate. */
  private int digits(int from, int radix) {
    int end = from;
    while (isDigit(source.at(end), radix)
        || end > from && source.at(end) == '_' && isDigit(source.at(end + 1), radix)) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isDigit(char c, int radix) {
    return c < 0x80 && Character.digit(c, radix) >= 0;
  }

  private static boolean isNamePart(int c) {
    return c == '_' || Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c);
  }

  private void add(Token.Kind kind, int end, Value literal) {
    tokens.add(
        new Token(kind, source.substring(position, end), literal, source.position(position)));
    position = end;
  }

  private RuntimeException unexpectedChar(int index) {
    String shown = Character.toString(source.codePointAt(index));
    String quoted = shown.equals("'") ? "\"'\"" : "'" + shown + "'";
    return source.error("unexpected char " + quoted + " at " + index, index);
  }
}
