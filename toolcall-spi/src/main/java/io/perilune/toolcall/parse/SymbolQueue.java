package io.perilune.toolcall.parse;

import java.util.Arrays;
import java.util.List;

/**
 * Symbols that wait for a decision: a marker inside an argument string is data if the string goes
 * on after it, and structure if the model forgot the closing quote. Which of the two is seen at the
 * next unescaped quote: after the end of a string comes one of {@code , } ] :}.
 *
 * <p>The search for that quote never starts over: what was found from one marker on holds for every
 * later marker before the same quote. So the whole cost is linear in the output.
 */
final class SymbolQueue {
  /** Whether the marker at the head of the queue is data. */
  enum Verdict {
    UNDECIDED,
    DATA,
    STRUCTURE
  }

  private static final int MARKER_BASE = Character.MAX_VALUE + 1;
  private static final String AFTER_STRING = ",}]:";

  private final List<Marker> markers;

  /** A character each, or {@link #MARKER_BASE} plus the index of a marker. */
  private int[] symbols = new int[64];

  private int head;
  private int size;
  private int searched;
  private int quoteAt = -1;
  private boolean escaped;

  /**
   * An empty queue.
   *
   * @param markers the markers that may be added
   */
  SymbolQueue(List<Marker> markers) {
    this.markers = markers;
  }

  boolean isEmpty() {
    return head == size;
  }

  void add(char c) {
    addSymbol(c);
  }

  void add(Marker marker) {
    addSymbol(MARKER_BASE + markers.indexOf(marker));
  }

  /** The marker at the head, or {@code null} if a character is there. */
  Marker peekMarker() {
    return symbols[head] < MARKER_BASE ? null : markers.get(symbols[head] - MARKER_BASE);
  }

  /** Takes the head, which is a character. */
  char takeCharacter() {
    return (char) symbols[head++];
  }

  /** Takes the head, a marker. */
  void takeMarker() {
    head++;
  }

  /** How many symbols belong to the open string after {@link Verdict#DATA}, its quote included. */
  int stringLength() {
    return quoteAt - head + 1;
  }

  /**
   * Decides about the marker at the head.
   *
   * @param wholeValue whether the open string is all of the arguments, so that nothing need follow
   * @param atEnd whether no more symbols will come
   */
  Verdict verdict(boolean wholeValue, boolean atEnd) {
    findQuote();
    if (quoteAt < 0) {
      return atEnd ? Verdict.STRUCTURE : Verdict.UNDECIDED;
    }
    while (searched < size && isBlank(symbols[searched])) {
      searched++;
    }
    if (searched == size && !atEnd) {
      return Verdict.UNDECIDED;
    }
    boolean followed =
        searched == size || symbols[searched] >= MARKER_BASE
            ? wholeValue
            : AFTER_STRING.indexOf(symbols[searched]) >= 0;
    return followed ? Verdict.DATA : Verdict.STRUCTURE;
  }

  private void findQuote() {
    if (quoteAt >= 0 && quoteAt < head) {
      quoteAt = -1;
      searched = head;
      escaped = false;
    }
    while (quoteAt < 0 && searched < size) {
      int symbol = symbols[searched];
      if (symbol == '"' && !escaped) {
        quoteAt = searched;
      }
      escaped = symbol == '\\' && !escaped;
      searched++;
    }
  }

  private void addSymbol(int symbol) {
    if (head == size) {
      head = 0;
      size = 0;
      searched = 0;
      quoteAt = -1;
      escaped = false;
    }
    if (size == symbols.length) {
      symbols = Arrays.copyOf(symbols, Math.multiplyExact(symbols.length, 2));
    }
    symbols[size++] = symbol;
  }

  private static boolean isBlank(int symbol) {
    return symbol == ' ' || symbol == '\n' || symbol == '\r' || symbol == '\t';
  }
}
