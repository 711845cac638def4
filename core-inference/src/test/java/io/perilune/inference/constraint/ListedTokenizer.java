package io.perilune.inference.constraint;

import io.perilune.inference.tokenizer.TextSegment;
import io.perilune.inference.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** A vocabulary given token by token; it can decode, but encode nothing except control tokens. */
public final class ListedTokenizer implements Tokenizer {
  public static final String END = "<|end|>";

  private final List<byte[]> texts = new ArrayList<>();
  private final int firstControl;

  /** The texts first, then the control tokens, of which {@link #END} is one, as the last. */
  public ListedTokenizer(List<byte[]> texts, List<String> controls) {
    this.texts.addAll(texts);
    firstControl = texts.size();
    controls.forEach(control -> this.texts.add(control.getBytes(StandardCharsets.UTF_8)));
    this.texts.add(END.getBytes(StandardCharsets.UTF_8));
  }

  public static ListedTokenizer of(String... texts) {
    return new ListedTokenizer(
        Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList(),
        List.of());
  }

  public int end() {
    return texts.size() - 1;
  }

  @Override
  public int vocabularySize() {
    return texts.size();
  }

  @Override
  public int longestToken() {
    return texts.stream().mapToInt(text -> text.length).max().orElse(0);
  }

  @Override
  public int[] encode(List<TextSegment> segments) {
    OptionalInt token = control(segments.getFirst().text());
    return token.isPresent() ? new int[] {token.getAsInt()} : new int[0];
  }

  @Override
  public int[] encode(String text) {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] bytes(int token) {
    return texts.get(token).clone();
  }

  @Override
  public boolean isControl(int token) {
    return token >= firstControl;
  }

  @Override
  public OptionalInt control(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    for (int token = firstControl; token < texts.size(); token++) {
      if (Arrays.equals(texts.get(token), bytes)) {
        return OptionalInt.of(token);
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public int[] endOfGeneration() {
    return new int[] {end()};
  }

  @Override
  public String beginOfSequenceText() {
    return "";
  }

  @Override
  public String endOfSequenceText() {
    return END;
  }
}
