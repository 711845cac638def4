package io.perilune.toolcall.kimi;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.GeneratedMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.ParseContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Model outputs with the one right message of each. */
class KimiCasesOracleTest {
  private static final int[] PIECE_CHARS = {1, 2, 3, 5};
  private static final int RANDOM_CUTS = 20;

  /** Characters of no meaning that stand for markers. */
  private static final char FIRST_PLACEHOLDER = '\uE000';

  private int checked;
  private final List<String> mismatches = new ArrayList<>();

  @Test
  void inTextMode() throws IOException {
    for (ToolCallCase record : records()) {
      if (record.input().isPresent()) {
        Pieces whole = Pieces.text(record.input().get());
        check(record, whole, record.context(false));
      }
    }
    report("text mode");
  }

  @Test
  void inTokenMode() throws IOException {
    for (ToolCallCase record : records()) {
      Pieces tokens = record.pieces().orElseGet(() -> Pieces.tokens(record.input().orElseThrow()));
      check(record, tokens, record.context(true));
    }
    report("token mode");
  }

  /** Markers spelled by ordinary tokens mean as little as any other text in their place. */
  @Test
  void markersOfOrdinaryTokensAreData() throws IOException {
    for (ToolCallCase record : records()) {
      if (record.input().isPresent()) {
        checked++;
        String input = record.input().get();
        GeneratedMessage expected =
            withMarkers(
                Pieces.text(withPlaceholders(input))
                    .parse(record.context(false), record.endCause()));
        ParseContext context = record.context(true);
        checkAllCuts(record, Pieces.text(input), context, expected);
        boolean plainCall = !expected.message().toolCalls().isEmpty();
        if (!plainCall && !context.reasoning() && !input.equals(text(expected))) {
          mismatches.add(record.name() + ": text is not verbatim: " + expected);
        }
      }
    }
    report("markers as data");
  }

  private void check(ToolCallCase record, Pieces whole, ParseContext context) throws IOException {
    checked++;
    GeneratedMessage message = whole.parse(context, record.endCause());
    Optional<String> mismatch = record.mismatch(message);
    if (mismatch.isPresent()) {
      mismatches.add(record.name() + ": " + mismatch.get());
    } else {
      checkAllCuts(record, whole, context, message);
    }
  }

  private void checkAllCuts(
      ToolCallCase record, Pieces whole, ParseContext context, GeneratedMessage expected) {
    List<Pieces> cuts = new ArrayList<>(List.of(whole));
    for (int chars : PIECE_CHARS) {
      cuts.add(whole.cut(chars));
    }
    Random random = new Random(record.name().hashCode());
    for (int i = 0; i < RANDOM_CUTS; i++) {
      cuts.add(whole.cutAtRandom(random));
    }
    for (Pieces cut : cuts) {
      GeneratedMessage message = cut.parse(context, record.endCause());
      if (!message.equals(expected)) {
        mismatches.add(
            record.name() + ": in " + cut + "\nexpected " + expected + "\n     got " + message);
        return;
      }
    }
  }

  private static String text(GeneratedMessage message) {
    return message.message().contentIfPresent().map(MessageContent::plainText).orElse(null);
  }

  private static String withPlaceholders(String text) {
    for (Marker marker : Marker.values()) {
      text = text.replace(marker.text(), placeholder(marker));
    }
    return text;
  }

  private static GeneratedMessage withMarkers(GeneratedMessage message) {
    String content = backToMarkers(text(message));
    ChatMessage plain = message.message();
    return new GeneratedMessage(
        new ChatMessage(
            plain.role(),
            plain.name(),
            content == null ? null : MessageContent.of(content),
            backToMarkers(plain.reasoning()),
            plain.toolCalls().stream()
                .map(
                    call ->
                        new io.perilune.toolcall.ToolCall(
                            call.id(), call.name(), backToMarkers(call.arguments())))
                .toList(),
            plain.toolCallId()),
        message.finishReason());
  }

  private static String backToMarkers(String text) {
    if (text != null) {
      for (Marker marker : Marker.values()) {
        text = text.replace(placeholder(marker), marker.text());
      }
    }
    return text;
  }

  private static String placeholder(Marker marker) {
    return String.valueOf((char) (FIRST_PLACEHOLDER + marker.ordinal()));
  }

  private static List<ToolCallCase> records() throws IOException {
    List<ToolCallCase> records = new ArrayList<>();
    for (Path file : OracleFiles.toolCallFiles(".jsonl")) {
      for (String line : Files.readAllLines(file)) {
        if (!line.isBlank()) {
          records.add(ToolCallCase.read(line));
        }
      }
    }
    return records;
  }

  private void report(String mode) {
    System.out.printf(
        "tool-call cases, %s: records checked %d / mismatches %d%n",
        mode, checked, mismatches.size());
    assertTrue(mismatches.isEmpty(), String.join("\n", mismatches));
  }
}
