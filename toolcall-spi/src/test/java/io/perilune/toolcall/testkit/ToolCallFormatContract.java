package io.perilune.toolcall.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.Constraint;
import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.GeneratedMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.ModelDescriptor;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallFormats;
import io.perilune.toolcall.ToolChoice;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every tool-call format must keep: its cases in all modes and cuts, no leaks, no exceptions,
 * events in order, work linear in the output. A format's tests extend this class:
 *
 * <pre>{@code
 * class MyFormatContractTest extends ToolCallFormatContract {
 *   protected ToolCallFormat format() { return new MyFormat(); }
 *   protected List<ToolCallCase> cases() throws IOException {
 *     return ToolCallCase.readResource(getClass(), "cases.jsonl");
 *   }
 *   protected List<String> controlTokens() { return List.of("<|call|>", "<|end|>"); }
 *   protected String call(String tool, String arguments) {
 *     return "<|call|>" + tool + arguments + "<|end|>";
 *   }
 * }
 * }</pre>
 *
 * Random outputs come from fixed seeds, so a failure can be repeated.
 */
public abstract class ToolCallFormatContract {
  private static final int RANDOM_OUTPUTS = 400;
  private static final int FRAGMENTS_MAX = 25;
  private static final int MEGABYTE = 1 << 20;
  private static final int HOSTILE_CHARS = 8192;
  private static final int SHORT_HOSTILE_CHARS = 4096;

  /** Far more than a linear parser needs on a slow machine, far less than a quadratic one. */
  private static final Duration MEGABYTE_TIME_MAX = Duration.ofSeconds(60);

  /** Pieces of this many characters, about a token. */
  private static final int TOKEN_CHARS = 3;

  private static final List<String> THINK_TAGS = List.of("<think>", "</think>");

  /** The format under test. */
  protected abstract ToolCallFormat format();

  /** The format's own cases; {@link ToolCallCase} describes the layout of a file of them. */
  protected abstract List<ToolCallCase> cases() throws IOException;

  /**
   * The texts that are control tokens in the vocabularies of the format's models, as far as the
   * format knows them. Empty for a format that is ordinary text throughout.
   */
  protected abstract List<String> controlTokens();

  /**
   * What a model writes to call a tool.
   *
   * @param tool the tool's name
   * @param arguments the arguments, a JSON object
   */
  protected abstract String call(String tool, String arguments);

  /**
   * Further texts that mean something to the format, whole or in part; random outputs are made of
   * them.
   */
  protected List<String> fragments() {
    return List.of();
  }

  @TestFactory
  Stream<DynamicTest> casesInTextMode() throws IOException {
    return checks(CaseChecker::inTextMode);
  }

  @TestFactory
  Stream<DynamicTest> casesInTokenMode() throws IOException {
    return checks(CaseChecker::inTokenMode);
  }

  @TestFactory
  Stream<DynamicTest> casesWithMarkersAsData() throws IOException {
    return checks(CaseChecker::withMarkersAsData);
  }

  @Test
  void anyOutputMakesTheSameMessageHoweverItIsCut() {
    CaseChecker checker = new CaseChecker(format(), controlTokens());
    randomOutputs(
        (context, output) -> {
          for (EndCause cause : EndCause.values()) {
            GeneratedMessage message = output.parse(format(), context, cause);
            assertNoControlToken(message);
            assertEquals(
                Optional.empty(),
                checker.checkAllCuts(output, context, cause, message, output.toString()));
          }
        });
  }

  @Test
  void argumentsOfACallNeverShowInTheText() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      String arguments = "{\"" + Requests.ARGUMENT + "\": \"canary" + i + "\"}";
      String before = Requests.words(random);
      String output = before + call(Requests.TOOL, arguments) + Requests.words(random);
      for (boolean tokens : new boolean[] {true, false}) {
        Pieces pieces = tokens ? Pieces.tokens(output, controlTokens()) : Pieces.text(output);
        GeneratedMessage message =
            pieces.cutAtRandom(random).parse(format(), Requests.plain(tokens), EndCause.STOP);

        List<ToolCall> calls = message.message().toolCalls();
        assertEquals(1, calls.size(), output);
        assertEquals(Requests.TOOL, calls.getFirst().name(), output);
        assertEquals(arguments, calls.getFirst().arguments(), output);
        assertEquals(before.strip(), text(message).strip(), output);
      }
    }
  }

  @Test
  void aCallMayBeTheWholeAnswer() {
    GeneratedMessage message =
        Pieces.tokens(call(Requests.TOOL, "{}"), controlTokens())
            .parse(format(), Requests.plain(true), EndCause.STOP);

    assertTrue(message.message().contentIfPresent().isEmpty(), message.toString());
    assertEquals(1, message.message().toolCalls().size());
  }

  @Test
  void withoutToolsOrMarkersTextPassesVerbatim() {
    ParseContext noTools =
        new ParseContext(List.of(), new ToolChoice.Auto(), true, false, false, false, Set.of());
    for (String text :
        List.of("", " ", "  a\n\n b \t", "{\"a\": [1, 2]}", "a < b && c > d", "🌍")) {
      GeneratedMessage message = Pieces.text(text).cut(1).parse(format(), noTools, EndCause.STOP);
      assertEquals(text, text(message));
    }
  }

  /** Someone may ask for an explanation of the format itself. */
  @Test
  void namesOfControlTokensSpelledByOrdinaryTokensAreText() {
    for (String token : controlTokens()) {
      String output = "It writes " + token + " there.";
      GeneratedMessage message =
          Pieces.text(output).cut(TOKEN_CHARS).parse(format(), Requests.plain(true), EndCause.STOP);
      assertEquals(output, text(message));
    }
  }

  @Test
  void callsAreDiscardedWhereTheyAreOff() {
    String output = "Words. " + call(Requests.TOOL, "{\"" + Requests.ARGUMENT + "\": \"x\"}");
    Pieces pieces = Pieces.tokens(output, controlTokens());
    GeneratedMessage message =
        pieces.parse(format(), Requests.withChoice(new ToolChoice.None()), EndCause.STOP);

    assertTrue(message.message().toolCalls().isEmpty());
    assertNoControlToken(message);
  }

  /** Counts what the parser allocates, which unlike its time is the same at each run. */
  @Test
  void workGrowsNoFasterThanTheOutput() {
    long once = Work.allocatedBy(() -> parse(argumentsOf(MEGABYTE / 8)));
    long twice = Work.allocatedBy(() -> parse(argumentsOf(MEGABYTE / 4)));
    long fourTimes = Work.allocatedBy(() -> parse(argumentsOf(MEGABYTE / 2)));
    assertTrue(
        twice <= 3 * once && fourTimes <= 6 * once,
        "Allocated for n, 2n, 4n: " + once + ", " + twice + ", " + fourTimes + " bytes.");
  }

  /** The same for what is known to make parsers look back. */
  @Test
  void workGrowsNoFasterThanHostileOutput() {
    for (String fragment : allFragments()) {
      int times = HOSTILE_CHARS / fragment.length();
      long once = Work.allocatedBy(() -> parse(fragment.repeat(times)));
      long fourTimes = Work.allocatedBy(() -> parse(fragment.repeat(4 * times)));
      assertTrue(
          fourTimes <= 6 * once,
          fragment + " allocated for n, 4n: " + once + ", " + fourTimes + " bytes.");
    }
  }

  /** And for the same after a control token and a long word, which is no header. */
  @Test
  void workGrowsNoFasterThanHostileOutputAfterAControlToken() {
    for (String token : controlTokens()) {
      for (String fragment : allFragments()) {
        int times = Math.ceilDiv(SHORT_HOSTILE_CHARS, fragment.length());
        long once = Work.allocatedBy(() -> parse(hostile(token, fragment, times)));
        long fourTimes = Work.allocatedBy(() -> parse(hostile(token, fragment, 4 * times)));
        assertTrue(
            fourTimes <= 6 * once,
            token
                + " and "
                + fragment
                + " allocated for n, 4n: "
                + once
                + ", "
                + fourTimes
                + " bytes.");
      }
    }
  }

  private static String hostile(String token, String fragment, int times) {
    return token + "x".repeat(times * fragment.length()) + fragment.repeat(times);
  }

  @Test
  void aMegabyteIsReadInTime() {
    assertTimeoutPreemptively(
        MEGABYTE_TIME_MAX,
        () -> {
          parse(argumentsOf(MEGABYTE));
          parse("word, ".repeat(MEGABYTE / 6));
          parse("`".repeat(MEGABYTE));
        });
  }

  /** Engines may give a whole answer at once. To look back at it costs time and no memory. */
  @Test
  void aMegabyteInOnePieceIsReadInTime() {
    assertTimeoutPreemptively(
        MEGABYTE_TIME_MAX,
        () -> {
          for (String unit : List.of("1", " ", "f", "<", "{")) {
            Pieces.text(unit.repeat(MEGABYTE))
                .parse(format(), Requests.plain(false), EndCause.STOP);
          }
        });
  }

  /** Whatever the constraint allows, the parser must read as calls. */
  @Test
  void whatTheConstraintAllowsIsParsedAsCalls() {
    ParseContext context = Requests.withChoice(new ToolChoice.Required());
    Optional<Constraint> constraint = format().constraint(context);
    for (int seed = 0; constraint.isPresent() && seed < 100; seed++) {
      Pieces sample = ConstraintSampler.sample(constraint.get(), new Random(seed));
      GeneratedMessage message = sample.parse(format(), context, EndCause.STOP);

      assertFalse(message.message().toolCalls().isEmpty(), sample.toString());
      for (ToolCall call : message.message().toolCalls()) {
        assertTrue(Requests.isOffered(call.name()), sample.toString());
        assertTrue(
            JsonReader.tryRead(call.arguments()).orElse(null) instanceof JsonValue.JsonObject,
            sample.toString());
      }
    }
  }

  @Test
  void aNamedToolIsTheOnlyOneThatTheConstraintAllows() {
    ParseContext context = Requests.withChoice(new ToolChoice.Named(Requests.OTHER_TOOL));
    Optional<Constraint> constraint = format().constraint(context);
    for (int seed = 0; constraint.isPresent() && seed < 20; seed++) {
      Pieces sample = ConstraintSampler.sample(constraint.get(), new Random(seed));
      for (ToolCall call : sample.parse(format(), context, EndCause.STOP).message().toolCalls()) {
        assertEquals(Requests.OTHER_TOOL, call.name(), sample.toString());
      }
    }
  }

  @Test
  void historyKeepsItsMessagesAndIsNormalisedOnce() {
    for (List<ChatMessage> history : Histories.all()) {
      List<ChatMessage> once = format().normalise(history);

      assertEquals(Histories.roles(history), Histories.roles(once));
      assertEquals(Histories.calls(history), Histories.calls(once));
      assertEquals(Histories.texts(history), Histories.texts(once));
      assertEquals(once, format().normalise(once));
    }
  }

  @Test
  void isOfferedAsAService() {
    ToolCallFormats formats = ToolCallFormats.load(format().getClass().getClassLoader());

    assertEquals(
        format().getClass(), formats.byId(format().id()).map(Object::getClass).orElse(null));
    assertTrue(
        format()
            .id()
            .chars()
            .allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-'));
  }

  @Test
  void knowsNothingOfAnUnknownModel() {
    assertEquals(0, format().score(new ModelDescriptor("", "", token -> false)));
    assertEquals(0, format().score(new ModelDescriptor("llama", "{{ messages }}", token -> false)));
  }

  private Stream<DynamicTest> checks(BiFunction<CaseChecker, ToolCallCase, Optional<String>> check)
      throws IOException {
    CaseChecker checker = new CaseChecker(format(), controlTokens());
    return cases().stream()
        .map(
            record ->
                DynamicTest.dynamicTest(
                    record.name(),
                    () -> assertEquals(Optional.empty(), check.apply(checker, record))));
  }

  private void randomOutputs(BiConsumer<ParseContext, Pieces> test) {
    List<String> fragments = allFragments();
    for (int seed = 0; seed < RANDOM_OUTPUTS; seed++) {
      Random random = new Random(seed);
      StringBuilder output = new StringBuilder();
      for (int count = random.nextInt(FRAGMENTS_MAX); count > 0; count--) {
        output.append(fragments.get(random.nextInt(fragments.size())));
      }
      ParseContext context = Requests.random(random);
      Pieces pieces =
          context.markersAreTokens()
              ? Pieces.tokens(output.toString(), controlTokens())
              : Pieces.text(output.toString());
      test.accept(context, pieces);
    }
  }

  private List<String> allFragments() {
    List<String> all =
        new ArrayList<>(Fragments.of(Requests.TOOL, Requests.OTHER_TOOL, Requests.ARGUMENT));
    all.addAll(fragments());
    all.addAll(controlTokens());
    all.addAll(THINK_TAGS);
    all.add(call(Requests.TOOL, "{}"));
    all.add(call(Requests.TOOL, "{\"" + Requests.ARGUMENT + "\": \""));
    return all;
  }

  private String argumentsOf(int length) {
    String value = "line\\n é ".repeat(length / 9);
    return call(Requests.TOOL, "{\"" + Requests.ARGUMENT + "\": \"" + value + "\"}");
  }

  private void parse(String output) {
    Pieces.text(output).cut(TOKEN_CHARS).parse(format(), Requests.plain(false), EndCause.STOP);
  }

  private void assertNoControlToken(GeneratedMessage message) {
    String reasoning = Optional.ofNullable(message.message().reasoning()).orElse("");
    for (String token : controlTokens()) {
      if (!THINK_TAGS.contains(token)) {
        assertFalse(text(message).contains(token), text(message));
        assertFalse(reasoning.contains(token), reasoning);
      }
    }
  }

  private static String text(GeneratedMessage message) {
    return message.message().contentIfPresent().map(MessageContent::plainText).orElse("");
  }
}
