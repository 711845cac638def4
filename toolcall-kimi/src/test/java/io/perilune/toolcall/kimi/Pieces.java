package io.perilune.toolcall.kimi;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.FinishReason;
import io.perilune.toolcall.GeneratedMessage;
import io.perilune.toolcall.MessageFolder;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallParser;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Output cut into pieces, and what the parser makes of it. */
record Pieces(List<Piece> pieces) {
  record Piece(String text, boolean control) {}

  /** Ordinary text in one piece. */
  static Pieces text(String text) {
    return new Pieces(List.of(new Piece(text, false)));
  }

  /** Each marker in the text as a control token. */
  static Pieces tokens(String text) {
    List<Piece> pieces = new ArrayList<>();
    int plainFrom = 0;
    for (int i = 0; i < text.length(); i++) {
      for (Marker marker : Marker.values()) {
        if (i >= plainFrom && text.startsWith(marker.text(), i)) {
          addPlain(pieces, text.substring(plainFrom, i));
          pieces.add(new Piece(marker.text(), true));
          plainFrom = i + marker.text().length();
        }
      }
    }
    addPlain(pieces, text.substring(plainFrom));
    return new Pieces(pieces);
  }

  /** The same output in pieces of at most this many characters; control tokens stay whole. */
  Pieces cut(int charsMax) {
    return cut(RandomGenerator.getDefault(), charsMax, charsMax);
  }

  /** The same output in pieces of random length. */
  Pieces cutAtRandom(RandomGenerator random) {
    return cut(random, 1, 12);
  }

  private Pieces cut(RandomGenerator random, int charsMin, int charsMax) {
    List<Piece> cut = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece.control()) {
        cut.add(piece);
      } else {
        for (int from = 0; from < piece.text().length(); ) {
          int length = charsMin == charsMax ? charsMin : random.nextInt(charsMin, charsMax + 1);
          int to = Math.min(piece.text().length(), from + length);
          cut.add(new Piece(piece.text().substring(from, to), false));
          from = to;
        }
      }
    }
    return new Pieces(cut);
  }

  /** Parses and folds. */
  GeneratedMessage parse(ParseContext context, EndCause cause) {
    MessageFolder folder = new MessageFolder();
    ToolCallParser parser = new KimiFormat().newParser(context);
    for (Piece piece : pieces) {
      parser.accept(piece.text(), piece.control(), folder);
    }
    FinishReason reason = parser.end(cause, folder);
    return folder.message(reason);
  }

  @Override
  public String toString() {
    return pieces.stream().map(Piece::text).collect(Collectors.joining("¦"));
  }

  private static void addPlain(List<Piece> pieces, String text) {
    if (!text.isEmpty()) {
      pieces.add(new Piece(text, false));
    }
  }
}
