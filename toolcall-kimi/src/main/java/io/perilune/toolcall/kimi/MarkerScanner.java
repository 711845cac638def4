package io.perilune.toolcall.kimi;

import java.util.Arrays;
import java.util.List;

/**
 * Splits pieces of output into characters and markers. Where the vocabulary is known, a marker is a
 * control piece; otherwise it is each occurrence of its text, and a possible beginning of one is
 * held back until decided.
 */
final class MarkerScanner {
  /** An unfinished marker of at least this length at the end of output is never ordinary text. */
  private static final int LEFTOVER_CHARS_MIN = 6;

  private static final List<String> LEFTOVER_STARTS = List.of("<|tool", "<|im_");

  /** Receives the output's symbols in order. */
  interface Symbols {
    void character(char c);

    void marker(Marker marker);

    /** A control token that is no marker; it has no meaning outside data. */
    void otherControl(String text);
  }

  private final Symbols symbols;
  private final boolean markersAreTokens;
  private final List<Marker> markers;
  private final StringBuilder candidate = new StringBuilder();

  /** Unfinished markers directly before the candidate; text only if it is no marker either. */
  private final StringBuilder unfinished = new StringBuilder();

  /** The first half of a surrogate pair at the end of a piece; texts never end in the middle. */
  private char halfPair;

  MarkerScanner(Symbols symbols, boolean markersAreTokens, boolean thinkTags) {
    this.symbols = symbols;
    this.markersAreTokens = markersAreTokens;
    this.markers =
        Arrays.stream(Marker.values())
            .filter(marker -> thinkTags || !marker.kind().isThink())
            .toList();
  }

  void accept(String text, boolean control) {
    if (markersAreTokens && control) {
      acceptControl(text);
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (i == text.length() - 1 && Character.isHighSurrogate(c)) {
        releaseHalfPair();
        halfPair = c;
        return;
      }
      releaseHalfPair();
      acceptCharacter(c);
    }
  }

  /** Ends the output: what is held back is text, unless it is too much of a marker. */
  void end() {
    releaseHalfPair();
    if (!isUnfinishedMarker(candidate)) {
      releaseUnfinished();
      emit(candidate);
    }
    unfinished.setLength(0);
    candidate.setLength(0);
  }

  private void releaseHalfPair() {
    if (halfPair != 0) {
      char first = halfPair;
      halfPair = 0;
      acceptCharacter(first);
    }
  }

  private void acceptControl(String text) {
    releaseHalfPair();
    for (Marker marker : markers) {
      if (marker.text().equals(text)) {
        symbols.marker(marker);
        return;
      }
    }
    if (Marker.THINK_OPEN.text().equals(text) || Marker.THINK_CLOSE.text().equals(text)) {
      emit(text);
    } else {
      symbols.otherControl(text);
    }
  }

  private void acceptCharacter(char c) {
    if (markersAreTokens) {
      symbols.character(c);
      return;
    }
    // Markers begin with '<' and have no other: only that character begins a new candidate.
    if (candidate.isEmpty() && c != '<') {
      symbols.character(c);
      return;
    }
    if (c == '<') {
      restartCandidate();
      return;
    }
    candidate.append(c);
    String seen = candidate.toString();
    boolean possible = false;
    for (Marker marker : markers) {
      if (marker.text().equals(seen)) {
        unfinished.setLength(0);
        candidate.setLength(0);
        symbols.marker(marker);
        return;
      }
      possible |= marker.text().startsWith(seen);
    }
    if (!possible) {
      releaseUnfinished();
      emit(candidate);
      candidate.setLength(0);
    }
  }

  private void restartCandidate() {
    if (isUnfinishedMarker(candidate)) {
      unfinished.append(candidate);
    } else {
      releaseUnfinished();
      emit(candidate);
    }
    candidate.setLength(0);
    candidate.append('<');
  }

  private static boolean isUnfinishedMarker(StringBuilder text) {
    return text.length() >= LEFTOVER_CHARS_MIN
        && LEFTOVER_STARTS.stream().anyMatch(start -> text.indexOf(start) == 0);
  }

  private void releaseUnfinished() {
    emit(unfinished);
    unfinished.setLength(0);
  }

  private void emit(CharSequence text) {
    text.chars().forEach(c -> symbols.character((char) c));
  }
}
