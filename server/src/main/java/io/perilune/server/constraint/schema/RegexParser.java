package io.perilune.server.constraint.schema;

import io.perilune.inference.constraint.CodePointRange;
import io.perilune.inference.constraint.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads regular expressions of ECMA-262: literals, classes, groups, alternatives, quantifiers and
 * the anchors {@code ^} and {@code $}. Look-around, back-references, word borders and Unicode
 * properties are told to be unsupported.
 */
final class RegexParser {
  private static final CodePointSet DIGITS = CodePointSet.of(new CodePointRange('0', '9'));
  private static final CodePointSet WORD =
      CodePointSet.of(
          new CodePointRange('0', '9'),
          new CodePointRange('A', 'Z'),
          new CodePointRange('a', 'z'),
          CodePointRange.of('_'));
  private static final CodePointSet LINE_ENDS = CodePointSet.of("\n\r\u2028\u2029");
  private static final CodePointSet BLANKS =
      CodePointSet.of("\t\u000B\f \u00A0\uFEFF\u1680\u202F\u205F\u3000")
          .or(LINE_ENDS)
          .or(CodePointSet.of(new CodePointRange(0x2000, 0x200A)));

  private final String source;
  private final RegexEscapes escapes;
  private int position;

  private RegexParser(String source) {
    this.source = source;
    this.escapes = new RegexEscapes(this);
  }

  /**
   * Reads an expression.
   *
   * @throws RegexException if it is malformed or unsupported
   */
  static Regex parse(String source) {
    if (source.length() > SchemaLimits.REGEX_CHARS_MAX) {
      throw RegexException.malformed(
          "is longer than " + SchemaLimits.REGEX_CHARS_MAX + " characters");
    }
    RegexParser parser = new RegexParser(source);
    Regex regex = parser.choice(0);
    if (parser.more()) {
      throw RegexException.malformed("has a closing bracket without an opening one");
    }
    return regex;
  }

  private Regex choice(int depth) {
    if (depth > SchemaLimits.REGEX_DEPTH_MAX) {
      throw RegexException.malformed(
          "has more than " + SchemaLimits.REGEX_DEPTH_MAX + " groups inside each other");
    }
    List<Regex> options = new ArrayList<>();
    do {
      options.add(sequence(depth));
    } while (taken('|'));
    return options.size() == 1 ? options.getFirst() : new Regex.Choice(options);
  }

  private Regex sequence(int depth) {
    List<Regex> parts = new ArrayList<>();
    while (more() && peek() != '|' && peek() != ')') {
      Regex atom = atom(depth);
      parts.add(atom instanceof Regex.Anchor ? atom : quantified(atom));
    }
    return parts.size() == 1 ? parts.getFirst() : new Regex.Sequence(parts);
  }

  private Regex atom(int depth) {
    int c = next();
    return switch (c) {
      case '^' -> new Regex.Anchor(true);
      case '$' -> new Regex.Anchor(false);
      case '.' -> new Regex.Characters(LINE_ENDS.complement());
      case '[' -> new Regex.Characters(characterClass());
      case '(' -> group(depth);
      case '\\' -> new Regex.Characters(escapes.outsideClass());
      case '*', '+', '?' -> throw RegexException.malformed("repeats nothing at all");
      default -> new Regex.Characters(CodePointSet.of(c));
    };
  }

  private Regex group(int depth) {
    if (taken('?') && !taken(':')) {
      if (!taken('<') || !more() || peek() == '=' || peek() == '!') {
        throw RegexException.unsupported("has look-around or flags, which are not supported");
      }
      while (more() && peek() != '>') {
        next();
      }
      if (!taken('>')) {
        throw RegexException.malformed("has a group whose name does not end");
      }
    }
    Regex inner = choice(depth + 1);
    if (!taken(')')) {
      throw RegexException.malformed("has an opening bracket without a closing one");
    }
    return inner;
  }

  private Regex quantified(Regex atom) {
    if (!more()) {
      return atom;
    }
    int min;
    int max;
    if (taken('*')) {
      min = 0;
      max = Pattern.UNBOUNDED;
    } else if (taken('+')) {
      min = 1;
      max = Pattern.UNBOUNDED;
    } else if (taken('?')) {
      min = 0;
      max = 1;
    } else {
      int start = position;
      int[] counts = counts();
      if (counts == null) {
        position = start;
        return atom;
      }
      min = counts[0];
      max = counts[1];
    }
    // A lazy quantifier matches the same texts.
    taken('?');
    return new Regex.Repeat(atom, min, max);
  }

  /** The numbers of <code>{m}</code>, <code>{m,}</code> or <code>{m,n}</code>, or null. */
  private int[] counts() {
    if (!taken('{')) {
      return null;
    }
    int min = count();
    int max = min;
    if (min >= 0 && taken(',')) {
      max = more() && peek() == '}' ? Pattern.UNBOUNDED : count();
    }
    if (min < 0 || max < 0 || !taken('}')) {
      return null;
    }
    if (min > max) {
      throw RegexException.malformed("has a quantifier whose numbers are out of order");
    }
    boolean large = max != Pattern.UNBOUNDED && max > SchemaLimits.COUNT_MAX;
    if (min > SchemaLimits.COUNT_MAX || large) {
      throw RegexException.unsupported(
          "repeats more than " + SchemaLimits.COUNT_MAX + " times, which is not supported");
    }
    return new int[] {min, max};
  }

  private int count() {
    int start = position;
    long value = 0;
    while (more() && peek() >= '0' && peek() <= '9') {
      value = Math.min(value * 10 + (next() - '0'), Integer.MAX_VALUE - 1);
    }
    return position == start ? -1 : (int) value;
  }

  private CodePointSet characterClass() {
    boolean negated = taken('^');
    List<CodePointRange> ranges = new ArrayList<>();
    CodePointSet named = CodePointSet.NONE;
    while (more() && peek() != ']') {
      CodePointSet first = classAtom();
      if (single(first) && taken('-')) {
        if (more() && peek() != ']') {
          CodePointSet last = classAtom();
          if (!single(last)) {
            throw RegexException.malformed("has a character class with a range to a class");
          }
          ranges.add(range(point(first), point(last)));
          continue;
        }
        ranges.add(CodePointRange.of('-'));
      }
      named = named.or(first);
    }
    if (!taken(']')) {
      throw RegexException.malformed("has a character class that does not end");
    }
    CodePointSet set = named.or(CodePointSet.of(ranges));
    return negated ? set.complement() : set;
  }

  private CodePointSet classAtom() {
    int c = next();
    return c == '\\' ? escapes.insideClass() : CodePointSet.of(c);
  }

  private static CodePointRange range(int first, int last) {
    if (first > last) {
      throw RegexException.malformed("has a character class with a range out of order");
    }
    return new CodePointRange(first, last);
  }

  private static boolean single(CodePointSet set) {
    return set.ranges().size() == 1
        && set.ranges().getFirst().first() == set.ranges().getFirst().last();
  }

  private static int point(CodePointSet set) {
    return set.ranges().getFirst().first();
  }

  boolean more() {
    return position < source.length();
  }

  int peek() {
    return source.codePointAt(position);
  }

  /** The next code point. */
  int next() {
    if (!more()) {
      throw RegexException.malformed("ends too early");
    }
    int c = source.codePointAt(position);
    position += Character.charCount(c);
    return c;
  }

  boolean taken(char c) {
    if (more() && source.charAt(position) == c) {
      position++;
      return true;
    }
    return false;
  }

  /** The class of a letter such as {@code d}, or null. */
  static CodePointSet classOf(int letter) {
    return switch (letter) {
      case 'd' -> DIGITS;
      case 'D' -> DIGITS.complement();
      case 'w' -> WORD;
      case 'W' -> WORD.complement();
      case 's' -> BLANKS;
      case 'S' -> BLANKS.complement();
      default -> null;
    };
  }
}
