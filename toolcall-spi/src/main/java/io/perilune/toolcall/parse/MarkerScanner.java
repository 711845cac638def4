package io.perilune.toolcall.parse;

import java.util.List;

/**
 * Splits pieces of output into characters and markers. Where the vocabulary is known, a marker is a
 * control piece, unless it counts however it is spelled; otherwise it is each occurrence of its
 * text, and a possible beginning of one is held back until decided.
 */
final class MarkerScanner {
  /** An unfinished marker of at least this length at the end of output is never ordinary text. */
  private static final int LEFTOVER_CHARS_MIN = 6;

  /** Receives the output's symbols in order. */
  interface Symbols {
    void character(char c);

    void marker(Marker marker);

    /** A control token that is no marker; it has no meaning outside data. */
    void otherControl(String text);
  }

  private final Symbols symbols;
  private final boolean markersAreTokens;
  private final boolean thinkTags;
  private final List<Marker> markers;

  /** The markers that ordinary text may hold. */
  private final List<Marker> spelled;

  private final StringBuilder candidate = new StringBuilder();

  /** Unfinished markers directly before the candidate; text only if it is no marker either. */
  private final StringBuilder unfinished = new StringBuilder();

  /** The first half of a surrogate pair at the end of a piece; texts never end in the middle. */
  private char halfPair;

  MarkerScanner(
      Symbols symbols, List<Marker> markers, boolean markersAreTokens, boolean thinkTags) {
    this.symbols = symbols;
    this.markersAreTokens = markersAreTokens;
    this.thinkTags = thinkTags;
    this.markers = markers;
    this.spelled =
        markers.stream()
            .filter(marker -> marker.kind() != Marker.Kind.TEXT && !isUnusedTag(marker))
            .filter(marker -> !markersAreTokens || marker.ordinary())
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
    settleCandidate();
  }

  /** Whether the tag is text, since there is no reasoning. */
  private boolean isUnusedTag(Marker marker) {
    return marker.kind().isThink() && !thinkTags;
  }

  private void settleCandidate() {
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
    Marker marker = null;
    for (Marker other : markers) {
      if (other.text().equals(text)) {
        marker = other;
        break;
      }
    }
    if (marker != null && marker.kind() == Marker.Kind.TEXT) {
      // It may be a part of a marker that is spelled.
      text.chars().forEach(c -> acceptCharacter((char) c));
      return;
    }
    settleCandidate();
    if (marker == null) {
      symbols.otherControl(text);
    } else if (isUnusedTag(marker)) {
      emit(text);
    } else {
      symbols.marker(marker);
    }
  }

  private void acceptCharacter(char c) {
    if (spelled.isEmpty()) {
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
    for (Marker marker : spelled) {
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

  /** Whether what is a beginning of some marker is too much of one to be text. */
  private boolean isUnfinishedMarker(StringBuilder beginning) {
    String text = beginning.toString();
    return text.length() >= LEFTOVER_CHARS_MIN
        && spelled.stream()
            .anyMatch(marker -> !marker.kind().isThink() && marker.text().startsWith(text));
  }

  private void releaseUnfinished() {
    emit(unfinished);
    unfinished.setLength(0);
  }

  private void emit(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      symbols.character(text.charAt(i));
    }
  }
}
