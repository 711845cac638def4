package io.perilune.inference.tokenizer;

import io.perilune.gguf.GgufMetadata;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The tokens of a file as it lists them: their texts and types. */
final class TokenEntries {
  private static final int BYTES = 256;

  private final GgufMetadata metadata;
  private final List<String> texts;
  private final TokenType[] types;

  TokenEntries(GgufMetadata metadata) {
    this.metadata = metadata;
    texts =
        metadata
            .strings(TokenizerKeys.TOKENS)
            .orElseThrow(() -> metadata.error(TokenizerKeys.TOKENS, "is missing"));
    if (texts.isEmpty()) {
      throw metadata.error(TokenizerKeys.TOKENS, "is empty");
    }
    types = new TokenType[texts.size()];
    Arrays.fill(types, TokenType.NORMAL);
    metadata
        .integers(TokenizerKeys.TYPES)
        .ifPresent(
            numbers -> {
              requireOnePerToken(TokenizerKeys.TYPES, numbers.length);
              Arrays.setAll(types, id -> type(id, numbers[id]));
            });
  }

  private TokenType type(int id, long number) {
    return TokenType.byId(number)
        .orElseThrow(
            () ->
                metadata.error(
                    TokenizerKeys.TYPES, "has the unknown type " + number + " for token " + id));
  }

  int size() {
    return types.length;
  }

  String text(int id) {
    return texts.get(id);
  }

  TokenType type(int id) {
    return types[id];
  }

  /** The types of all tokens; shared. */
  TokenType[] types() {
    return types;
  }

  void requireOnePerToken(String key, int entries) {
    if (entries != size()) {
      throw metadata.error(
          key, "has " + entries + " entries; " + TokenizerKeys.TOKENS + " has " + size());
    }
  }

  /** Refuses a token whose text is that of another, {@code first}; null or -1 for no other. */
  void requireFirst(int id, Integer first) {
    if (first != null && first != Vocabulary.NONE) {
      throw metadata.error(
          TokenizerKeys.TOKENS, "has the same text for the tokens " + first + " and " + id);
    }
  }

  /** The bytes of a token whose text stands for itself, or for a byte. */
  byte[] literalBytes(int id) {
    return types[id] == TokenType.BYTE
        ? new byte[] {byteOf(id)}
        : texts.get(id).getBytes(StandardCharsets.UTF_8);
  }

  private byte byteOf(int id) {
    String text = texts.get(id);
    if (!text.matches("<0x[0-9A-Fa-f]{2}>")) {
      throw metadata.error(
          TokenizerKeys.TOKENS, "has a token " + id + " of type byte that is not like <0x0A>");
    }
    return (byte) Integer.parseInt(text, 3, 5, 16);
  }

  /** For each byte its normal token, or else its token of type byte, or -1. */
  int[] byteTokens(TokenTable tokens) {
    int[] result = new int[BYTES];
    for (int value = 0; value < BYTES; value++) {
      result[value] = tokens.find(new byte[] {(byte) value}, 0, 1);
    }
    for (int id = 0; id < types.length; id++) {
      if (types[id] == TokenType.BYTE && result[byteOf(id) & 0xFF] == Vocabulary.NONE) {
        result[byteOf(id) & 0xFF] = id;
      }
    }
    return result;
  }
}
