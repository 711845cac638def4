package io.perilune.server.constraint.schema;

import static io.perilune.server.constraint.schema.Patterns.any;
import static io.perilune.server.constraint.schema.Patterns.choice;
import static io.perilune.server.constraint.schema.Patterns.optional;
import static io.perilune.server.constraint.schema.Patterns.range;
import static io.perilune.server.constraint.schema.Patterns.repeat;
import static io.perilune.server.constraint.schema.Patterns.rule;
import static io.perilune.server.constraint.schema.Patterns.sequence;
import static io.perilune.server.constraint.schema.Patterns.text;

import io.perilune.inference.constraint.CodePointRange;
import io.perilune.inference.constraint.Pattern;
import java.util.List;
import java.util.Map;

/**
 * The rules of JSON itself (RFC 8259), the same in every grammar. Blanks are bounded, so that no
 * model can go on with them for ever: after a colon one space, around members and elements one
 * space or a new line with its indentation.
 */
public final class JsonRules {
  private static final String PREFIX = "json-";

  /** One space or a new line, or nothing. */
  static final Pattern GAP = rule(PREFIX + "gap");

  /** What may stand between a colon and its value. */
  static final Pattern AFTER_COLON = optional(text(" "));

  static final Pattern VALUE = rule(PREFIX + "value");
  static final Pattern OBJECT = rule(PREFIX + "object");
  static final Pattern ARRAY = rule(PREFIX + "array");
  static final Pattern STRING = rule(PREFIX + "string");
  static final Pattern NUMBER = rule(PREFIX + "number");
  static final Pattern INTEGER = rule(PREFIX + "integer");
  static final Pattern BOOLEAN = choice(text("true"), text("false"));
  static final Pattern NULL = text("null");

  /** One code point of a string as it may be written: itself or escaped. */
  static final Pattern CHARACTER = rule(PREFIX + "character");

  /** A control character as {@code JsonWriter} writes it. */
  static final Pattern CONTROL_ESCAPE = rule(PREFIX + "control-escape");

  /** A number of 0 or more. */
  static final Pattern UNSIGNED = rule(PREFIX + "unsigned");

  /** What begins with a comma and goes on to the next member or element. */
  static final Pattern COMMA = sequence(text(","), GAP);

  private static final Map<String, Pattern> RULES =
      Map.ofEntries(
          entry(
              GAP,
              optional(
                  choice(
                      text(" "),
                      sequence(text("\n"), repeat(text(" "), 0, SchemaLimits.INDENT_MAX))))),
          entry(VALUE, choice(OBJECT, ARRAY, STRING, NUMBER, BOOLEAN, NULL)),
          entry(OBJECT, list("{", sequence(STRING, text(":"), AFTER_COLON, VALUE), "}")),
          entry(ARRAY, list("[", VALUE, "]")),
          entry(STRING, sequence(text("\""), any(CHARACTER), text("\""))),
          entry(NUMBER, sequence(optional(text("-")), UNSIGNED)),
          entry(
              UNSIGNED,
              sequence(wholeNumber(), optional(sequence(text("."), fraction())), exponent())),
          entry(INTEGER, sequence(optional(text("-")), wholeNumber())),
          entry(CHARACTER, character()),
          entry(CONTROL_ESCAPE, controlEscape()));

  private JsonRules() {}

  /** The rules by name. */
  static Map<String, Pattern> all() {
    return RULES;
  }

  /** Digits after the point. */
  static Pattern fraction() {
    return repeat(Patterns.DIGIT, 1, SchemaLimits.FRACTION_DIGITS_MAX);
  }

  private static Map.Entry<String, Pattern> entry(Pattern reference, Pattern pattern) {
    return Map.entry(((Pattern.RuleReference) reference).rule(), pattern);
  }

  private static Pattern list(String open, Pattern element, String close) {
    return sequence(
        text(open),
        GAP,
        optional(sequence(element, any(sequence(COMMA, element)), GAP)),
        text(close));
  }

  private static Pattern wholeNumber() {
    return choice(
        text("0"),
        sequence(range('1', '9'), repeat(Patterns.DIGIT, 0, SchemaLimits.INTEGER_DIGITS_MAX - 1)));
  }

  /** An exponent that most readers' numbers can hold. */
  private static Pattern exponent() {
    Pattern digits =
        choice(
            repeat(Patterns.DIGIT, 1, 2), sequence(range('1', '2'), repeat(Patterns.DIGIT, 2, 2)));
    return optional(
        sequence(
            Patterns.characters("eE"),
            optional(Patterns.characters("+-")),
            choice(digits, sequence(text("30"), range('0', '8')))));
  }

  private static Pattern character() {
    Pattern plain =
        new Pattern.Characters(
            List.of(new CodePointRange(0, 0x1F), CodePointRange.of('"'), CodePointRange.of('\\')),
            true);
    return choice(
        plain, sequence(text("\\"), choice(Patterns.characters("\"\\/bfnrt"), codeUnits())));
  }

  /** {@code uXXXX}; surrogates in pairs only, since alone they stand for nothing. */
  private static Pattern codeUnits() {
    Pattern hex = Patterns.characters("0123456789abcdefABCDEF");
    Pattern ordinary =
        choice(
            sequence(Patterns.characters("0123456789abcefABCEF"), hex),
            sequence(Patterns.characters("dD"), range('0', '7')));
    Pattern high = sequence(Patterns.characters("dD"), Patterns.characters("89abAB"), hex, hex);
    Pattern low = sequence(Patterns.characters("dD"), Patterns.characters("cdefCDEF"), hex, hex);
    return sequence(
        text("u"), choice(sequence(ordinary, hex, hex), sequence(high, text("\\u"), low)));
  }

  private static Pattern controlEscape() {
    Pattern hex = Patterns.characters("0123456789abcdef");
    return sequence(
        text("\\"),
        choice(
            Patterns.characters("bfnrt"),
            sequence(text("u000"), Patterns.characters("01234567bef")),
            sequence(text("u001"), hex)));
  }
}
