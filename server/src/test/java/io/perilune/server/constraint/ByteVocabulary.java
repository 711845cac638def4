package io.perilune.server.constraint;

import io.perilune.inference.tokenizer.TextSegment;
import io.perilune.inference.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Each byte a token, the control tokens of calls, and some words. */
public final class ByteVocabulary implements Tokenizer {
  private static final int BYTES = 256;
  private static final List<String> CONTROLS =
      List.of(
          "<|tool_calls_section_begin|>",
          "<|tool_calls_section_end|>",
          "<|tool_call_begin|>",
          "<|tool_call_argument_begin|>",
          "<|tool_call_end|>",
          "<|im_end|>");

  private static final int WORDS_AT = BYTES + CONTROLS.size();

  private final List<String> words;

  /**
   * A vocabulary.
   *
   * @param words texts that are a token each
   */
  public ByteVocabulary(String... words) {
    this.words = List.of(words);
  }

  @Override
  public int longestToken() {
    return Stream.concat(CONTROLS.stream(), words.stream())
        .mapToInt(String::length)
        .max()
        .orElseThrow();
  }

  @Override
  public int vocabularySize() {
    return WORDS_AT + words.size();
  }

  @Override
  public int[] encode(List<TextSegment> segments) {
    String text = segments.getFirst().text();
    return control(text).isPresent() ? new int[] {control(text).getAsInt()} : encode(text);
  }

  @Override
  public int[] encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] tokens = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      tokens[i] = bytes[i] & 0xFF;
    }
    return tokens;
  }

  @Override
  public byte[] bytes(int token) {
    if (token < BYTES) {
      return new byte[] {(byte) token};
    }
    String text = token < WORDS_AT ? CONTROLS.get(token - BYTES) : words.get(token - WORDS_AT);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean isControl(int token) {
    return token >= BYTES && token < WORDS_AT;
  }

  @Override
  public OptionalInt control(String name) {
    int index = CONTROLS.indexOf(name);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(BYTES + index);
  }

  @Override
  public int[] endOfGeneration() {
    return new int[] {BYTES + CONTROLS.indexOf("<|im_end|>")};
  }

  @Override
  public String beginOfSequenceText() {
    return "";
  }

  @Override
  public String endOfSequenceText() {
    return "<|im_end|>";
  }
}
