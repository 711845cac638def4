package io.perilune.template.jinja.value;

import io.perilune.template.jinja.budget.Budget;
import io.perilune.template.jinja.budget.Limits;
import java.util.Arrays;

/**
 * Builds a {@link Text} from pieces with their origins. Pieces may also be neutral, as the brackets
 * and commas of a printed list: they become data if anything else in the text is, so that a printed
 * structure of the client's is one run.
 */
public final class TextBuilder {
  private enum Origin {
    TEMPLATE,
    DATA,
    NEUTRAL
  }

  /** A piece costs as much as so many characters, besides its own. */
  private static final int PIECE_COST = 4;

  private final StringBuilder chars = new StringBuilder();
  private final Budget budget;
  private int[] ends = new int[8];
  private Origin[] origins = new Origin[8];
  private int runs;
  private boolean anyData;
  private int unpaid;

  /** A builder of texts that are no longer than their source. */
  public TextBuilder() {
    this(null);
  }

  /** A builder that pays for what it appends and whose text must fit into the budget. */
  public TextBuilder(Budget budget) {
    this.budget = budget;
  }

  public int length() {
    return chars.length();
  }

  public TextBuilder append(String piece, boolean data) {
    return append(piece, data ? Origin.DATA : Origin.TEMPLATE);
  }

  public TextBuilder appendNeutral(String piece) {
    return append(piece, Origin.NEUTRAL);
  }

  public TextBuilder append(Text text) {
    return append(text, 0, text.length());
  }

  public TextBuilder append(Text text, int start, int end) {
    text.forEachRun(
        start,
        end,
        (from, to, data) -> {
          check(to - from);
          chars.append(text.chars(), from, to);
          close(data ? Origin.DATA : Origin.TEMPLATE);
        });
    return this;
  }

  public Text build() {
    if (chars.isEmpty()) {
      return Text.EMPTY;
    }
    int[] switches = new int[runs];
    int count = 0;
    boolean first = isData(0);
    boolean current = first;
    for (int run = 1; run < runs; run++) {
      if (isData(run) != current) {
        current = !current;
        switches[count++] = ends[run - 1];
      }
    }
    return new Text(chars.toString(), first, Arrays.copyOf(switches, count), false);
  }

  private boolean isData(int run) {
    return switch (origins[run]) {
      case TEMPLATE -> false;
      case DATA -> true;
      case NEUTRAL -> anyData;
    };
  }

  private TextBuilder append(String piece, Origin origin) {
    if (!piece.isEmpty()) {
      check(piece.length());
      chars.append(piece);
      close(origin);
    }
    return this;
  }

  private void check(int more) {
    if (budget != null) {
      budget.checkChars((long) chars.length() + more);
      unpaid += PIECE_COST + more % Limits.CHARS_PER_STEP;
      budget.steps(more / Limits.CHARS_PER_STEP + unpaid / Limits.CHARS_PER_STEP);
      unpaid %= Limits.CHARS_PER_STEP;
    }
  }

  private void close(Origin origin) {
    anyData |= origin == Origin.DATA;
    if (runs > 0 && origins[runs - 1] == origin) {
      ends[runs - 1] = chars.length();
      return;
    }
    if (runs == ends.length) {
      ends = Arrays.copyOf(ends, 2 * runs);
      origins = Arrays.copyOf(origins, 2 * runs);
    }
    origins[runs] = origin;
    ends[runs++] = chars.length();
  }
}
