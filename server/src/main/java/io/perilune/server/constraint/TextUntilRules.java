package io.perilune.server.constraint;

import io.perilune.inference.constraint.CodePointRange;
import io.perilune.inference.constraint.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Rules of all texts that end with a given one and have it nowhere before: one for each number of
 * its characters that the text so far ends with, as in the algorithm of Knuth, Morris and Pratt.
 */
final class TextUntilRules {
  private final int[] end;
  private final String prefix;

  /**
   * The rules for one end.
   *
   * @param prefix what their names begin with
   */
  TextUntilRules(String end, String prefix) {
    this.end = end.codePoints().toArray();
    this.prefix = prefix;
  }

  /** Adds the rules and refers to them. */
  Pattern addTo(Map<String, Pattern> rules) {
    for (int matched = 0; matched < end.length; matched++) {
      rules.put(prefix + matched, rule(matched));
    }
    return new Pattern.RuleReference(prefix + 0);
  }

  private Pattern rule(int matched) {
    List<Pattern> options = new ArrayList<>();
    List<CodePointRange> leading = new ArrayList<>();
    for (int c : Arrays.stream(end).distinct().toArray()) {
      int next = next(matched, c);
      if (next > 0) {
        leading.add(CodePointRange.of(c));
        options.add(then(new Pattern.Text(Character.toString(c)), next));
      }
    }
    options.add(then(new Pattern.Characters(leading, true), 0));
    return new Pattern.Choice(options);
  }

  private Pattern then(Pattern character, int matched) {
    return matched == end.length
        ? character
        : new Pattern.Sequence(List.of(character, new Pattern.RuleReference(prefix + matched)));
  }

  /** How many characters of the end a text ends with that ended with some, after one more. */
  private int next(int matched, int c) {
    for (int length = matched + 1; length > 0; length--) {
      if (end[length - 1] == c && endsWithBeginning(matched, length - 1)) {
        return length;
      }
    }
    return 0;
  }

  /** Whether the first {@code matched} characters of the end have its first {@code length} last. */
  private boolean endsWithBeginning(int matched, int length) {
    for (int i = 0; i < length; i++) {
      if (end[matched - length + i] != end[i]) {
        return false;
      }
    }
    return true;
  }
}
