package io.perilune.inference.tokenizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** A vocabulary of 640 tokens with Kimi-K2's control tokens. */
final class TestVocabulary {
  private static final TokenizerCases CASES = read();

  private TestVocabulary() {}

  static TokenizerCases cases() {
    return CASES;
  }

  static Tokenizer tokenizer() {
    return CASES.tokenizer();
  }

  private static TokenizerCases read() {
    try {
      return TokenizerCases.read(
          Path.of(TestVocabulary.class.getResource("tiny-640.json").toURI()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
