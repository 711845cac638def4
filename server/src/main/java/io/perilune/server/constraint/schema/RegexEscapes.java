package io.perilune.server.constraint.schema;

/** Reads what follows a backslash in a regular expression. */
final class RegexEscapes {
  private static final int HEX_POINT_DIGITS_MAX = 6;

  private final RegexParser in;

  RegexEscapes(RegexParser in) {
    this.in = in;
  }

  CodePointSet outsideClass() {
    int c = in.next();
    if (c >= '1' && c <= '9' || c == 'k') {
      throw RegexException.unsupported("has a back-reference, which is not supported");
    }
    if (c == 'b' || c == 'B') {
      throw RegexException.unsupported("has a word border, which is not supported");
    }
    return escape(c);
  }

  CodePointSet insideClass() {
    int c = in.next();
    return c == 'b' ? CodePointSet.of('\b') : escape(c);
  }

  private CodePointSet escape(int c) {
    CodePointSet known = RegexParser.classOf(c);
    if (known != null) {
      return known;
    }
    return switch (c) {
      case 't' -> CodePointSet.of('\t');
      case 'n' -> CodePointSet.of('\n');
      case 'v' -> CodePointSet.of('\u000B');
      case 'f' -> CodePointSet.of('\f');
      case 'r' -> CodePointSet.of('\r');
      case '0' -> CodePointSet.of('\0');
      case 'x' -> CodePointSet.of(hex(2));
      case 'u' -> CodePointSet.of(unicode());
      case 'c' -> CodePointSet.of(in.next() & 0x1F);
      case 'p', 'P' ->
          throw RegexException.unsupported("has a Unicode property, which is not supported");
      default -> {
        if (Character.isLetterOrDigit(c)) {
          throw RegexException.unsupported(
              "has the escape \\" + Character.toString(c) + ", which is not supported");
        }
        yield CodePointSet.of(c);
      }
    };
  }

  private int unicode() {
    if (in.taken('{')) {
      int value = 0;
      int digits = 0;
      while (!in.taken('}')) {
        value = value << 4 | digit();
        if (++digits > HEX_POINT_DIGITS_MAX) {
          throw RegexException.malformed("has a code point that does not exist");
        }
      }
      return valid(value);
    }
    int unit = hex(4);
    if (Character.isSurrogate((char) unit)) {
      throw RegexException.unsupported("has a surrogate, which is not supported");
    }
    return unit;
  }

  private static int valid(int value) {
    if (!Character.isValidCodePoint(value)) {
      throw RegexException.malformed("has a code point that does not exist");
    }
    return value;
  }

  private int hex(int digits) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      value = value << 4 | digit();
    }
    return value;
  }

  private int digit() {
    int digit = Character.digit(in.next(), 16);
    if (digit < 0) {
      throw RegexException.malformed("has an escape without its hexadecimal digits");
    }
    return digit;
  }
}
