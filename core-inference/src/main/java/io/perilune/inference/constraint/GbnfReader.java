package io.perilune.inference.constraint;

import io.perilune.inference.constraint.Pattern.Characters;
import io.perilune.inference.constraint.Pattern.Choice;
import io.perilune.inference.constraint.Pattern.ControlToken;
import io.perilune.inference.constraint.Pattern.Repeat;
import io.perilune.inference.constraint.Pattern.RuleReference;
import io.perilune.inference.constraint.Pattern.Sequence;
import io.perilune.inference.constraint.Pattern.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads grammars in GBNF, the language of llama.cpp's grammars: rules {@code name ::= ...} of
 * {@code "texts"}, {@code [classes]}, {@code .} for any character, {@code <control tokens>}, names,
 * groups in parentheses and options after {@code |}, followed by {@code *}, {@code +}, {@code ?},
 * <code>{m}</code>, <code>{m,}</code> or <code>{m,n}</code>. A rule ends with its line, except in
 * parentheses and after {@code |} and {@code ::=}. Control tokens are given by text only.
 */
public final class GbnfReader {
  /** The name of the rule that the whole text matches. */
  public static final String ROOT = "root";

  /** The longest source, in characters. */
  public static final int MAX_LENGTH = 1 << 20;

  /** The deepest nesting of parentheses. */
  public static final int MAX_NESTING = 64;

  private final GbnfSource source;
  private final Map<String, Pattern> rules = new LinkedHashMap<>();

  /** Where each rule is referred to first. */
  private final Map<String, Integer> references = new LinkedHashMap<>();

  private int nesting;

  private GbnfReader(String text) {
    source = new GbnfSource(text);
  }

  /**
   * Reads a grammar, whose root is the rule {@value #ROOT}.
   *
   * @throws GrammarException if it is wrong or too large; the message gives line and column
   */
  public static Grammar read(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new GrammarException(
          "the grammar is %d characters long; at most %d are supported"
              .formatted(text.length(), MAX_LENGTH));
    }
    return new GbnfReader(text).grammar();
  }

  private Grammar grammar() {
    source.skipSpace(true);
    while (!source.atEnd()) {
      rule();
      source.skipSpace(true);
    }
    references.forEach(
        (name, position) -> {
          if (!rules.containsKey(name)) {
            throw source.error(
                position, "there is no rule \"" + name + "\"; add it or correct the name");
          }
        });
    return new Grammar(rules, ROOT);
  }

  private void rule() {
    int start = source.position();
    String name = source.name();
    if (name.isEmpty()) {
      throw source.error(
          start,
          "a rule has to begin here, such as root ::= \"text\"; a rule goes on in the next line"
              + " only in parentheses or after |");
    }
    source.skipSpace(false);
    source.require("::=", "after the name of a rule");
    source.skipSpace(true);
    Pattern pattern = choice();
    if (!source.atEnd() && !source.atNewline()) {
      throw source.error("the rule has to end here; put texts in double quotes");
    }
    if (rules.putIfAbsent(name, pattern) != null) {
      throw source.error(start, "there is a rule \"" + name + "\" already; rename one of them");
    }
  }

  private Pattern choice() {
    List<Pattern> options = new ArrayList<>();
    options.add(sequence());
    while (source.skip('|')) {
      source.skipSpace(true);
      options.add(sequence());
    }
    return options.size() == 1 ? options.getFirst() : new Choice(options);
  }

  private Pattern sequence() {
    List<Pattern> parts = new ArrayList<>();
    for (Pattern part = item(); part != null; part = item()) {
      source.skipSpace(nesting > 0);
      parts.add(repeated(part));
    }
    return parts.size() == 1 ? parts.getFirst() : new Sequence(parts);
  }

  /** One part of a sequence, without what says how often, or null if the sequence ends here. */
  private Pattern item() {
    int start = source.position();
    if (source.skip('"')) {
      return text(start);
    }
    if (source.skip('[')) {
      return characters(start);
    }
    if (source.skip('.')) {
      return Characters.any();
    }
    if (source.skip('(')) {
      return group(start);
    }
    if (source.skip('<')) {
      return controlToken(start);
    }
    String name = source.name();
    if (name.isEmpty()) {
      return null;
    }
    references.putIfAbsent(name, start);
    return new RuleReference(name);
  }

  private Pattern text(int start) {
    StringBuilder text = new StringBuilder();
    while (!source.skip('"')) {
      text.appendCodePoint(source.character(start, "the text has no closing double quote"));
    }
    return new Text(text.toString());
  }

  private Pattern characters(int start) {
    String open = "the class of characters has no closing bracket";
    boolean negated = source.skip('^');
    List<CodePointRange> ranges = new ArrayList<>();
    while (!source.skip(']')) {
      int position = source.position();
      int first = source.character(start, open);
      int last = source.skipRangeSign() ? source.character(start, open) : first;
      if (last < first) {
        throw source.error(position, "the range descends; put the lower character first");
      }
      ranges.add(new CodePointRange(first, last));
    }
    return new Characters(ranges, negated);
  }

  private Pattern group(int start) {
    if (++nesting > MAX_NESTING) {
      throw source.error(
          start,
          "there are more than " + MAX_NESTING + " parentheses in each other; use more rules");
    }
    source.skipSpace(true);
    Pattern pattern = choice();
    source.require(")", "to close the parenthesis");
    nesting--;
    return pattern;
  }

  private Pattern controlToken(int start) {
    String name = source.until('>', "<");
    if (name.isEmpty() || name.startsWith("[")) {
      throw source.error(start, "give the token by its text, such as <|im_middle|>, in one line");
    }
    return new ControlToken("<" + name + ">");
  }

  private Pattern repeated(Pattern part) {
    Pattern result = part;
    while (true) {
      int start = source.position();
      if (source.skip('*')) {
        result = new Repeat(result, 0, Pattern.UNBOUNDED);
      } else if (source.skip('+')) {
        result = new Repeat(result, 1, Pattern.UNBOUNDED);
      } else if (source.skip('?')) {
        result = new Repeat(result, 0, 1);
      } else if (source.skip('{')) {
        result = counted(result, start);
      } else {
        return result;
      }
      source.skipSpace(nesting > 0);
    }
  }

  private Pattern counted(Pattern part, int start) {
    source.skipSpace(nesting > 0);
    int min = source.number();
    int max = min;
    source.skipSpace(nesting > 0);
    if (source.skip(',')) {
      source.skipSpace(nesting > 0);
      max = source.atDigit() ? source.number() : Pattern.UNBOUNDED;
      source.skipSpace(nesting > 0);
    }
    source.require("}", "after the number of times");
    if (max < min) {
      throw source.error(start, "the greatest number of times is below the least; swap them");
    }
    return new Repeat(part, min, max);
  }
}
