package io.perilune.inference.tokenizer;

import static io.perilune.inference.tokenizer.CharacterClass.SPACE;

import java.util.function.IntPredicate;

/**
 * Cuts out runs of some characters, {@code C+} or {@code C{1,max}}, perhaps with one blank before,
 * {@code \s?C+}. What lies between the runs stays whole.
 */
final class RunSplitter extends Splitter {
  private final boolean blankBefore;
  private final IntPredicate members;
  private final int max;

  private RunSplitter(boolean blankBefore, IntPredicate members, int max) {
    this.blankBefore = blankBefore;
    this.members = members;
    this.max = max;
  }

  /** {@code C+}. */
  static RunSplitter runsOf(IntPredicate members) {
    return new RunSplitter(false, members, Integer.MAX_VALUE);
  }

  /** {@code \s?C+}. */
  static RunSplitter runsAfterBlankOf(IntPredicate members) {
    return new RunSplitter(true, members, Integer.MAX_VALUE);
  }

  /** {@code C{1,max}}. */
  static RunSplitter runsOfAtMost(int max, IntPredicate members) {
    return new RunSplitter(false, members, max);
  }

  @Override
  int pieceEnd(String text, int from) {
    int i = from;
    while (i < text.length() && !runBegins(text, i)) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i > from ? i : runEnd(text, from);
  }

  private boolean runBegins(String text, int i) {
    int c = text.codePointAt(i);
    return members.test(c) || (isBlankBefore(c) && i + 1 < text.length() && isMember(text, i + 1));
  }

  private int runEnd(String text, int from) {
    int i = isMember(text, from) ? from : from + 1;
    for (int count = 0; count < max && i < text.length() && isMember(text, i); count++) {
      i += Character.charCount(text.codePointAt(i));
    }
    return i;
  }

  private boolean isMember(String text, int i) {
    return members.test(text.codePointAt(i));
  }

  private boolean isBlankBefore(int c) {
    return blankBefore && (CharacterClass.of(c) & SPACE) != 0;
  }
}
