package io.perilune.benchmark;

import io.perilune.gguf.GgufFile;
import io.perilune.inference.tokenizer.TextSegment;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.inference.tokenizer.Tokenizers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;

/** A made-up vocabulary of the size of Kimi-K2's: bytes, punctuation, words, Chinese, controls. */
final class BenchmarkVocabulary implements Tokenizer {
  private static final int SIZE = 163_840;
  private static final int CONTROLS = 256;
  private static final String PUNCTUATION = "\"\"\"{}[]:,,\\/ \n.-_()";
  private static final String CONTROL = "<|control|>";

  private final List<byte[]> texts = new ArrayList<>();
  private final Map<String, Integer> tokens = new HashMap<>();
  private int longest;

  private BenchmarkVocabulary() {
    for (int value = 0; value < 256; value++) {
      add(new String(new byte[] {(byte) value}, StandardCharsets.ISO_8859_1));
    }
    Random random = new Random(1);
    while (texts.size() < SIZE - CONTROLS) {
      StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "" : " ");
      int kind = random.nextInt(10);
      int length = 1 + random.nextInt(kind == 0 ? 4 : 9);
      for (int i = 0; i < length; i++) {
        text.appendCodePoint(
            switch (kind) {
              case 0 -> PUNCTUATION.charAt(random.nextInt(PUNCTUATION.length()));
              case 1, 2 -> 0x4e00 + random.nextInt(3000);
              default -> 'a' + random.nextInt(1 + random.nextInt(26));
            });
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      add(new String(bytes, StandardCharsets.ISO_8859_1));
    }
  }

  /** Adds a token by its bytes, one to a character. */
  private void add(String bytes) {
    if (tokens.putIfAbsent(bytes, texts.size()) == null) {
      texts.add(bytes.getBytes(StandardCharsets.ISO_8859_1));
      longest = Math.max(longest, bytes.length());
    }
  }

  /** The vocabulary of a GGUF file, or the made-up one if no file is named. */
  static Tokenizer read(String file) throws IOException {
    if (file.isEmpty()) {
      return new BenchmarkVocabulary();
    }
    try (GgufFile gguf = GgufFile.open(Path.of(file))) {
      return Tokenizers.of(gguf.metadata());
    }
  }

  @Override
  public int vocabularySize() {
    return SIZE;
  }

  @Override
  public int longestToken() {
    return longest;
  }

  @Override
  public int[] encode(List<TextSegment> segments) {
    throw new UnsupportedOperationException("the made-up vocabulary has no templates");
  }

  @Override
  public int[] encode(String text) {
    String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    int[] result = new int[bytes.length()];
    int count = 0;
    for (int from = 0; from < bytes.length(); count++) {
      int to = Math.min(from + longest, bytes.length());
      while (!tokens.containsKey(bytes.substring(from, to))) {
        to--;
      }
      result[count] = tokens.get(bytes.substring(from, to));
      from = to;
    }
    return Arrays.copyOf(result, count);
  }

  @Override
  public byte[] bytes(int token) {
    return token < texts.size()
        ? texts.get(token).clone()
        : CONTROL.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public boolean isControl(int token) {
    return token >= texts.size();
  }

  @Override
  public OptionalInt control(String name) {
    return OptionalInt.empty();
  }

  @Override
  public int[] endOfGeneration() {
    return new int[] {SIZE - 1};
  }

  @Override
  public String beginOfSequenceText() {
    return "";
  }

  @Override
  public String endOfSequenceText() {
    return CONTROL;
  }
}
