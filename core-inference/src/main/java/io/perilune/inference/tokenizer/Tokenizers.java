package io.perilune.inference.tokenizer;

import io.perilune.gguf.GgufMetadata;

/** Makes tokenizers. */
public final class Tokenizers {
  private Tokenizers() {}

  /**
   * The tokenizer of a model file, from its {@code tokenizer.ggml.*} keys.
   *
   * @throws io.perilune.gguf.GgufFormatException if the file has none, or one that is damaged or of
   *     an unsupported kind
   */
  public static Tokenizer of(GgufMetadata metadata) {
    return new VocabularyTokenizer(new VocabularyReader(metadata).read());
  }
}
