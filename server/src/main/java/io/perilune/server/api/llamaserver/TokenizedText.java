package io.perilune.server.api.llamaserver;

import io.perilune.inference.tokenizer.Tokenizer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The answer of {@code POST /tokenize}.
 *
 * @param tokens their numbers, or a {@link Piece} for each if the client asks for them
 */
@RegisterForReflection
public record TokenizedText(List<?> tokens) {
  /**
   * A token with its text.
   *
   * @param piece a string; where the token's bytes are no whole characters, an array of them
   */
  @RegisterForReflection
  public record Piece(int id, Object piece) {}

  static TokenizedText of(int[] tokens) {
    return new TokenizedText(Arrays.stream(tokens).boxed().toList());
  }

  static TokenizedText withPieces(int[] tokens, Tokenizer tokenizer) {
    return new TokenizedText(
        Arrays.stream(tokens)
            .mapToObj(token -> new Piece(token, piece(tokenizer.bytes(token))))
            .toList());
  }

  private static Object piece(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return IntStream.range(0, bytes.length).map(i -> Byte.toUnsignedInt(bytes[i])).toArray();
    }
  }
}
