package io.perilune.inference.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TokenDecoderTest {
  private static final int IM_END = 614;
  private final Tokenizer tokenizer = TestVocabulary.tokenizer();

  @Test
  void holdsAnIncompleteCharacterBack() {
    TokenDecoder decoder = new TokenDecoder(tokenizer);
    int[] bytes = tokensOf("😀".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 3; i++) {
      assertEquals(List.of(), decoder.accept(bytes[i]));
    }
    assertEquals(List.of(new DecodedPiece("😀", false)), decoder.accept(bytes[3]));
    assertEquals(List.of(), decoder.finish());
  }

  @Test
  void controlTokenReleasesWhatWasHeldBack() {
    TokenDecoder decoder = new TokenDecoder(tokenizer);
    assertEquals(List.of(), decoder.accept(tokensOf(new byte[] {(byte) 0xE4})[0]));
    assertEquals(
        List.of(new DecodedPiece("\uFFFD", false), new DecodedPiece("<|im_end|>", true)),
        decoder.accept(IM_END));
  }

  @Property(tries = 5_000)
  void piecesAreWhatDecodingAllBytesGives(@ForAll("tokens") List<Integer> tokens) {
    TokenDecoder decoder = new TokenDecoder(tokenizer);
    List<DecodedPiece> pieces = new ArrayList<>();
    tokens.forEach(token -> pieces.addAll(decoder.accept(token)));
    pieces.addAll(decoder.finish());
    assertEquals(decodedAtOnce(tokens), joined(pieces));
  }

  private List<DecodedPiece> decodedAtOnce(List<Integer> tokens) {
    List<DecodedPiece> runs = new ArrayList<>();
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    for (int token : tokens) {
      if (tokenizer.isControl(token)) {
        runs.add(new DecodedPiece(run.toString(StandardCharsets.UTF_8), false));
        runs.add(new DecodedPiece("<|im_end|>", true));
        run.reset();
      } else {
        run.writeBytes(tokenizer.bytes(token));
      }
    }
    runs.add(new DecodedPiece(run.toString(StandardCharsets.UTF_8), false));
    return runs;
  }

  /** The runs of ordinary text, even empty ones, around the control tokens. */
  private static List<DecodedPiece> joined(List<DecodedPiece> pieces) {
    List<DecodedPiece> runs = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    for (DecodedPiece piece : pieces) {
      if (piece.control()) {
        runs.add(new DecodedPiece(run.toString(), false));
        runs.add(piece);
        run.setLength(0);
      } else {
        run.append(piece.text());
      }
    }
    runs.add(new DecodedPiece(run.toString(), false));
    return runs;
  }

  /** The tokens of single bytes. */
  private int[] tokensOf(byte[] bytes) {
    int[] tokens = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      tokens[i] = tokenOf(bytes[i]);
    }
    return tokens;
  }

  private int tokenOf(byte value) {
    for (int token = 0; token < tokenizer.vocabularySize(); token++) {
      byte[] bytes = tokenizer.bytes(token);
      if (bytes.length == 1 && bytes[0] == value) {
        return token;
      }
    }
    throw new AssertionError("no token for byte " + value);
  }

  /** Single bytes that matter to UTF-8, some longer tokens, and a control token. */
  @Provide
  Arbitrary<List<Integer>> tokens() {
    Arbitrary<Integer> bytes =
        Arbitraries.of(
                0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xE1, 0xED, 0xEF, 0xF0,
                0xF1, 0xF4, 0xF5, 0xFF)
            .map(value -> tokenOf((byte) (int) value));
    return Arbitraries.oneOf(bytes, bytes, bytes, Arbitraries.of(258, 300, 400, IM_END))
        .list()
        .ofMaxSize(16);
  }
}
