package io.perilune.inference.constraint;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.constraint.Pattern.Choice;
import io.perilune.inference.constraint.Pattern.Repeat;
import io.perilune.inference.constraint.Pattern.RuleReference;
import io.perilune.inference.constraint.Pattern.Sequence;
import io.perilune.inference.constraint.Pattern.Text;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrammarTest {
  private static final Pattern A = new Text("a");

  @Test
  void refusesWhatIsMissing() {
    assertRefused("no rule \"root\"", Map.of("other", A));
    assertRefused("refers to \"item\"", Map.of("root", new RuleReference("item")));
  }

  @Test
  void refusesLeftRecursionByName() {
    Pattern self = new RuleReference("root");
    assertRefused("\"root\" is left-recursive", Map.of("root", sequence(self, A)));
    Pattern hidden = sequence(new Repeat(A, 0, 1), new Text(""), self);
    assertRefused("\"root\" is left-recursive", Map.of("root", new Choice(List.of(A, hidden))));
    assertRefused(
        "is left-recursive",
        Map.of("root", new RuleReference("next"), "next", new Choice(List.of(A, self))));
  }

  @Test
  void acceptsOtherRecursion() {
    Pattern self = new RuleReference("root");
    Pattern endless = sequence(new Text("b"), new RuleReference("endless"));
    assertDoesNotThrow(
        () ->
            grammar(
                Map.of(
                    "root",
                    new Choice(List.of(A, sequence(A, self), endless)),
                    "endless",
                    endless)));
  }

  @Test
  void refusesWhatIsTooLarge() {
    Pattern deep = A;
    for (int i = 0; i < 100_000; i++) {
      deep = new Repeat(deep, 0, 1);
    }
    assertRefused("nested more than", Map.of("root", deep));
    Pattern wide = A;
    for (int i = 0; i < 60; i++) {
      wide = sequence(wide, wide);
    }
    assertRefused("is larger than", Map.of("root", wide));
    Map<String, Pattern> many = new HashMap<>(Map.of("root", A));
    for (int i = 0; i < Grammar.MAX_RULES; i++) {
      many.put("rule" + i, A);
    }
    assertRefused("rules; at most", many);
  }

  @Test
  void longChainsOfRulesAreFine() {
    Map<String, Pattern> rules = new HashMap<>(Map.of("root", new RuleReference("rule0")));
    int count = Grammar.MAX_RULES - 2;
    for (int i = 0; i < count; i++) {
      rules.put("rule" + i, new RuleReference("rule" + (i + 1)));
    }
    rules.put("rule" + count, A);
    assertEquals(Grammar.MAX_RULES, grammar(rules).rules().size());
  }

  @Test
  void refusesImpossibleNumbersAndHalfCharacters() {
    assertThrows(GrammarException.class, () -> new Repeat(A, 2, 1));
    assertThrows(GrammarException.class, () -> new Repeat(A, -1, 1));
    assertThrows(GrammarException.class, () -> new CodePointRange('b', 'a'));
    assertThrows(GrammarException.class, () -> new CodePointRange(0, 0x110000));
    assertRefused("surrogate", Map.of("root", new Text("\ud800")));
  }

  private static Pattern sequence(Pattern... parts) {
    return new Sequence(List.of(parts));
  }

  private static Grammar grammar(Map<String, Pattern> rules) {
    return new Grammar(rules, "root");
  }

  private static void assertRefused(String part, Map<String, Pattern> rules) {
    String message = assertThrows(GrammarException.class, () -> grammar(rules)).getMessage();
    assertTrue(message.contains(part), message);
  }
}
