package io.perilune.inference.constraint;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.constraint.Pattern.Characters;
import io.perilune.inference.constraint.Pattern.Choice;
import io.perilune.inference.constraint.Pattern.ControlToken;
import io.perilune.inference.constraint.Pattern.Repeat;
import io.perilune.inference.constraint.Pattern.RuleReference;
import io.perilune.inference.constraint.Pattern.Sequence;
import io.perilune.inference.constraint.Pattern.Text;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GbnfReaderTest {
  private static final Pattern A = new Text("a");
  private static final Pattern B = new Text("b");

  @Test
  void readsTextsAndTheirEscapes() {
    assertReads(A, "\"a\"");
    assertReads(new Text(""), "\"\"");
    assertReads(new Text("\n\r\t\\\"[]-^"), "\"\\n\\r\\t\\\\\\\"\\[\\]\\-\\^\"");
    assertReads(new Text("Aé😀😀"), "\"\\x41\\u00e9\\U0001F600😀\"");
    assertReads(new Text("a #b\n"), "\"a #b\n\"");
  }

  @Test
  void readsClasses() {
    assertReads(characters(false, 'a', 'z', '_', '_'), "[a-z_]");
    assertReads(characters(true, '"', '"', '\\', '\\', 0, 0x1f), "[^\"\\\\\\x00-\\x1F]");
    assertReads(characters(false, 'a', 'a', '-', '-'), "[a-]");
    assertReads(characters(false, ']', '^'), "[\\]-^]");
    assertReads(new Choice(List.of(A, characters(false))), "\"a\" | []");
    assertReads(Characters.any(), ".");
    assertReads(characters(false, 0x4e00, 0x9fff, 0x1f600, 0x1f64f), "[一-\\u9fff😀-🙏]");
  }

  private static Characters characters(boolean negated, int... ends) {
    CodePointRange[] ranges = new CodePointRange[ends.length / 2];
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = new CodePointRange(ends[2 * i], ends[2 * i + 1]);
    }
    return new Characters(List.of(ranges), negated);
  }

  @Test
  void readsRepetitions() {
    assertReads(new Repeat(A, 0, Pattern.UNBOUNDED), "\"a\"*");
    assertReads(new Repeat(A, 1, Pattern.UNBOUNDED), "\"a\" +");
    assertReads(new Repeat(A, 0, 1), "\"a\"?");
    assertReads(new Repeat(A, 3, 3), "\"a\"{3}");
    assertReads(new Repeat(A, 3, Pattern.UNBOUNDED), "\"a\"{3,}");
    assertReads(new Repeat(A, 0, 10_000), "\"a\"{ 0 , 10000 }");
    assertReads(new Repeat(new Repeat(A, 0, 1), 2, 2), "\"a\"?{2}");
  }

  @Test
  void readsControlTokens() {
    assertReads(
        new Sequence(List.of(new ControlToken("<|tool|>"), A, new ControlToken("</think>"))),
        "<|tool|> \"a\" </think>");
  }

  @Test
  void readsGroupsOptionsAndReferences() {
    Pattern other = new RuleReference("o-1_x");
    assertEquals(
        new Choice(List.of(new Sequence(List.of(A, other)), new Repeat(B, 0, 1), empty())),
        GbnfReader.read("root ::= \"a\" o-1_x | (\"b\")? | ()\no-1_x ::= \"a\"")
            .rules()
            .get("root"));
  }

  private static Pattern empty() {
    return new Sequence(List.of());
  }

  @Test
  void newlinesEndARuleOnlyWhereItCanEnd() {
    Pattern both = new Choice(List.of(A, B));
    for (String source :
        List.of(
            "root ::= \"a\" | \"b\"",
            "\n# about root\nroot ::= # here\n\"a\" |\n# not now\n  \"b\" # done",
            "root ::= (\n\"a\"\n|\n\"b\"\n)\n\n",
            "root\t::=\t\"a\"|\"b\"\r\n")) {
      assertEquals(both, GbnfReader.read(source).rules().get("root"), source);
    }
  }

  private static void assertReads(Pattern expected, String source) {
    assertEquals(Grammar.of(expected), GbnfReader.read("root ::= " + source));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "~",
      quoteCharacter = '`',
      value = {
        "root ::= \"a ~ 1:10 ~ no closing double quote",
        "root ::= [a ~ 1:10 ~ no closing bracket",
        "root ::= (\"a\" ~ 1:14 ~ ) is missing",
        "root ::= \"a\" \"\\q\" ~ 1:15 ~ no such escape",
        "root ::= \"\\x4\" ~ 1:11 ~ 2 hexadecimal digits",
        "root ::= \"\\U00110000\" ~ 1:11 ~ last code point",
        "root ::= [b-a] ~ 1:11 ~ descends",
        "root ::= \"a\"{2,1} ~ 1:13 ~ swap them",
        "root ::= \"a\"{,1} ~ 1:14 ~ a number",
        "root ::= \"a\"{9999999999} ~ 1:14 ~ a number",
        "root ::= \"a\"{1 ~ 1:15 ~ } is missing",
        "root ::= <[1000]> ~ 1:10 ~ by its text",
        "root ::= <a ~ 1:10 ~ by its text",
        "root ::= !<a> ~ 1:10 ~ has to end here",
        "root ::= 'a' ~ 1:10 ~ double quotes",
        "root = \"a\" ~ 1:6 ~ ::= is missing",
        "root ::= \"a\" item ~ 1:14 ~ no rule \"item\"",
      })
  void errorsTellWhereAndWhat(String source, String place, String what) {
    assertError(source, "at " + place + " ", what);
  }

  @Test
  void errorsCountLines() {
    assertError("root ::= \"a\"\n| \"b\"", "at 2:1 ", "only in parentheses or after |");
    assertError("root ::= \"a\"\n\nroot ::= \"b\"", "at 3:1 ", "rename one");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing", "other ::= \"a\""})
  void aRootIsNeeded(String source) {
    assertError(source, "no rule \"root\"", "add it");
  }

  @Test
  void refusesWhatIsTooLargeOrTooDeep() {
    assertError("#".repeat(GbnfReader.MAX_LENGTH + 1), "characters long", "at most");
    assertError("root ::= " + "(".repeat(100_000), "parentheses", "at 1:74 ");
    assertError("root ::= \"a\"" + "?".repeat(100_000), "nested", "\"root\"");
    int deepest = GbnfReader.MAX_NESTING;
    String nested = "(\"a\" ".repeat(deepest) + "\"b\"" + ")*".repeat(deepest);
    assertDoesNotThrow(() -> GbnfReader.read("root ::= " + nested));
  }

  private static void assertError(String source, String... parts) {
    String message =
        assertThrows(GrammarException.class, () -> GbnfReader.read(source)).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Property
  void anyTextIsReadOrRefused(@ForAll("sources") String source) {
    try {
      GbnfReader.read(source);
    } catch (GrammarException e) {
      assertTrue(e.getMessage().length() < 300, e.getMessage());
    }
  }

  @Provide
  Arbitrary<String> sources() {
    return Arbitraries.of(
            "root", "::=", "\"a\"", "\"", "[a-z]", "[", "]", "^", "-", "(", ")", "|", "*", "+", "?",
            "{1", ",2}", "{", "}", "<a>", "<", ">", "!", "\\", "\\u", "00e9", "#", "\n", " ", "x",
            ".", "9")
        .list()
        .ofMaxSize(30)
        .map(parts -> "root ::= " + String.join("", parts));
  }
}
