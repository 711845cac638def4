package io.perilune.server.engine;

import io.perilune.inference.tokenizer.TextSegment;
import io.perilune.inference.tokenizer.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A vocabulary of the 256 bytes, each token's number being its byte, followed by control tokens.
 */
final class ByteTokenizer implements Tokenizer {
  private static final int BYTES = 256;

  private final List<String> controls;
  private final int endOfTurn;

  /**
   * Creates a vocabulary.
   *
   * @param controls the names of the control tokens, in order
   * @param endOfTurn the one of them that ends a generation
   */
  ByteTokenizer(List<String> controls, String endOfTurn) {
    this.controls = List.copyOf(controls);
    this.endOfTurn = BYTES + this.controls.indexOf(endOfTurn);
    if (this.endOfTurn < BYTES) {
      throw new IllegalArgumentException(endOfTurn + " is not a control token");
    }
  }

  @Override
  public int vocabularySize() {
    return BYTES + controls.size();
  }

  @Override
  public int longestToken() {
    return IntStream.range(0, vocabularySize()).map(token -> bytes(token).length).max().orElse(1);
  }

  @Override
  public int[] encode(List<TextSegment> segments) {
    IntStream.Builder tokens = IntStream.builder();
    for (TextSegment segment : segments) {
      if (segment.control()) {
        encodeTemplate(segment.text(), tokens);
      } else {
        encodeBytes(segment.text(), tokens);
      }
    }
    return tokens.build().toArray();
  }

  @Override
  public int[] encode(String text) {
    return encode(List.of(new TextSegment(text, false)));
  }

  private void encodeTemplate(String text, IntStream.Builder tokens) {
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      int control = controlAt(text, i);
      if (control >= 0) {
        encodeBytes(text.substring(start, i), tokens);
        tokens.add(BYTES + control);
        i += controls.get(control).length() - 1;
        start = i + 1;
      }
    }
    encodeBytes(text.substring(start), tokens);
  }

  /** The index of the longest control token whose name stands here, or -1. */
  private int controlAt(String text, int offset) {
    int found = -1;
    for (int i = 0; i < controls.size(); i++) {
      String name = controls.get(i);
      if (text.startsWith(name, offset)
          && (found < 0 || name.length() > controls.get(found).length())) {
        found = i;
      }
    }
    return found;
  }

  private static void encodeBytes(String text, IntStream.Builder tokens) {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      tokens.add(Byte.toUnsignedInt(b));
    }
  }

  @Override
  public byte[] bytes(int token) {
    return isControl(token)
        ? controls.get(token - BYTES).getBytes(StandardCharsets.UTF_8)
        : new byte[] {(byte) token};
  }

  @Override
  public boolean isControl(int token) {
    return token >= BYTES;
  }

  @Override
  public OptionalInt control(String name) {
    int index = controls.indexOf(name);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(BYTES + index);
  }

  @Override
  public int[] endOfGeneration() {
    return new int[] {endOfTurn};
  }

  @Override
  public String beginOfSequenceText() {
    return "";
  }

  @Override
  public String endOfSequenceText() {
    return controls.get(endOfTurn - BYTES);
  }
}
