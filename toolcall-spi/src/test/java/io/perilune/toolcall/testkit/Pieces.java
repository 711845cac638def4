package io.perilune.toolcall.testkit;

import io.perilune.toolcall.EndCause;
import io.perilune.toolcall.GeneratedMessage;
import io.perilune.toolcall.ParseContext;
import io.perilune.toolcall.ToolCallFormat;
import io.perilune.toolcall.ToolCallParser;
import io.perilune.toolcall.ToolCallSink;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A model's output, cut into pieces as a parser gets it.
 *
 * @param pieces the pieces in order
 */
public record Pieces(List<Piece> pieces) {
  private static final int RANDOM_PIECE_CHARS_MAX = 12;

  /**
   * One piece.
   *
   * @param text its text; of a control token its name
   * @param control whether it is one control token
   */
  public record Piece(String text, boolean control) {}

  public Pieces {
    pieces = List.copyOf(pieces);
  }

  /** Ordinary text in one piece. */
  public static Pieces text(String text) {
    return text.isEmpty() ? new Pieces(List.of()) : new Pieces(List.of(new Piece(text, false)));
  }

  /**
   * Each of these control tokens in the text as a piece of its own, what lies between as ordinary
   * text. Where two could begin at the same place, the longer one does.
   */
  public static Pieces tokens(String text, List<String> controlTokens) {
    List<Piece> pieces = new ArrayList<>();
    int plainFrom = 0;
    for (int i = 0; i < text.length(); ) {
      String token = longestAt(text, i, controlTokens);
      if (token.isEmpty()) {
        i++;
        continue;
      }
      pieces.addAll(text(text.substring(plainFrom, i)).pieces());
      pieces.add(new Piece(token, true));
      i += token.length();
      plainFrom = i;
    }
    pieces.addAll(text(text.substring(plainFrom)).pieces());
    return new Pieces(pieces);
  }

  /** The same output in pieces of at most this many characters; control tokens stay whole. */
  public Pieces cut(int charsMax) {
    return cut(null, charsMax);
  }

  /** The same output in pieces of random length. */
  public Pieces cutAtRandom(RandomGenerator random) {
    return cut(random, RANDOM_PIECE_CHARS_MAX);
  }

  /**
   * Parses with a new parser and folds what comes out.
   *
   * @throws IllegalStateException if the parser breaks a rule of {@link ToolCallSink}
   */
  public GeneratedMessage parse(ToolCallFormat format, ParseContext context, EndCause cause) {
    CheckingSink sink = new CheckingSink(context);
    ToolCallParser parser = format.newParser(context);
    feed(parser, sink);
    return sink.message(parser.end(cause, sink));
  }

  /** Hands all pieces to a parser. */
  public void feed(ToolCallParser parser, ToolCallSink sink) {
    for (Piece piece : pieces) {
      parser.accept(piece.text(), piece.control(), sink);
    }
  }

  /** The pieces with a bar between each two. */
  @Override
  public String toString() {
    return pieces.stream().map(Piece::text).collect(Collectors.joining("¦"));
  }

  private Pieces cut(RandomGenerator random, int charsMax) {
    List<Piece> cut = new ArrayList<>();
    for (Piece piece : pieces) {
      if (piece.control()) {
        cut.add(piece);
        continue;
      }
      for (int from = 0; from < piece.text().length(); ) {
        int length = random == null ? charsMax : random.nextInt(1, charsMax + 1);
        int to = Math.min(piece.text().length(), from + length);
        cut.add(new Piece(piece.text().substring(from, to), false));
        from = to;
      }
    }
    return new Pieces(cut);
  }

  private static String longestAt(String text, int place, List<String> tokens) {
    String longest = "";
    for (String token : tokens) {
      if (token.length() > longest.length() && text.startsWith(token, place)) {
        longest = token;
      }
    }
    return longest;
  }
}
