package io.perilune.toolcall.testkit;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.GeneratedMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolCallFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Compares what a format makes of cases with what they expect, however the output is cut. */
public final class CaseChecker {
  private static final int[] PIECE_CHARS = {1, 2, 3, 5};
  private static final int RANDOM_CUTS = 20;

  /** The first of the characters without meaning that stand for control tokens. */
  private static final char FIRST_PLACEHOLDER = '\uE000';

  private final ToolCallFormat format;
  private final List<String> controlTokens;

  /**
   * A checker of one format.
   *
   * @param controlTokens the texts that the format's models have as control tokens
   */
  public CaseChecker(ToolCallFormat format, List<String> controlTokens) {
    this.format = format;
    this.controlTokens = List.copyOf(controlTokens);
  }

  /** Markers are texts. Empty if all is well, also for a case that is not given as text. */
  public Optional<String> inTextMode(ToolCallCase record) {
    return record
        .input()
        .flatMap(input -> check(record, Pieces.text(input), record.context(false)));
  }

  /** Markers are control tokens. */
  public Optional<String> inTokenMode(ToolCallCase record) {
    return check(record, record.tokens(controlTokens), record.context(true));
  }

  /**
   * The names of control tokens, spelled by ordinary ones, mean as little as any other text in
   * their place.
   */
  public Optional<String> withMarkersAsData(ToolCallCase record) {
    if (record.input().isEmpty()) {
      return Optional.empty();
    }
    String input = record.input().get();
    GeneratedMessage meaningless =
        Pieces.text(replaced(input, true)).parse(format, record.context(false), record.endCause());
    GeneratedMessage expected = mapTexts(meaningless, text -> replaced(text, false));
    return checkAllCuts(
        Pieces.text(input), record.context(true), record.endCause(), expected, record.name());
  }

  /**
   * Compares the messages of one output cut in all ways.
   *
   * @param seed of the random cuts
   * @return the first difference, if there is one
   */
  public Optional<String> checkAllCuts(
      Pieces whole, ParseContext context, EndCause cause, GeneratedMessage expected, String seed) {
    List<Pieces> cuts = new ArrayList<>(List.of(whole));
    for (int chars : PIECE_CHARS) {
      cuts.add(whole.cut(chars));
    }
    Random random = new Random(seed.hashCode());
    for (int i = 0; i < RANDOM_CUTS; i++) {
      cuts.add(whole.cutAtRandom(random));
    }
    for (Pieces cut : cuts) {
      GeneratedMessage message = cut.parse(format, context, cause);
      if (!message.equals(expected)) {
        return Optional.of("in " + cut + "\nexpected " + expected + "\n     got " + message);
      }
    }
    return Optional.empty();
  }

  private Optional<String> check(ToolCallCase record, Pieces whole, ParseContext context) {
    GeneratedMessage message = whole.parse(format, context, record.endCause());
    return record
        .mismatch(message)
        .or(() -> checkAllCuts(whole, context, record.endCause(), message, record.name()));
  }

  private String replaced(String text, boolean byPlaceholders) {
    String result = text;
    for (int i = 0; i < controlTokens.size(); i++) {
      String placeholder = String.valueOf((char) (FIRST_PLACEHOLDER + i));
      result =
          byPlaceholders
              ? result.replace(controlTokens.get(i), placeholder)
              : result.replace(placeholder, controlTokens.get(i));
    }
    return result;
  }

  private static GeneratedMessage mapTexts(
      GeneratedMessage generated, UnaryOperator<String> change) {
    ChatMessage message = generated.message();
    return new GeneratedMessage(
        new ChatMessage(
            message.role(),
            message.name(),
            message
                .contentIfPresent()
                .map(content -> MessageContent.of(change.apply(content.plainText())))
                .orElse(null),
            message.reasoning() == null ? null : change.apply(message.reasoning()),
            message.toolCalls().stream()
                .map(call -> new ToolCall(call.id(), call.name(), change.apply(call.arguments())))
                .toList(),
            message.toolCallId()),
        generated.finishReason());
  }
}
