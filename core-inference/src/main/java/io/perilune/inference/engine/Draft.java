package io.perilune.inference.engine;

import java.util.Arrays;

/**
 * What a sequence's next tokens may be: those that followed when its last tokens stood in prompt or
 * output before. A guess costs a wider pass and saves passes where it is right; which it is, is
 * learnt from the guesses so far, by the number of tokens that were the same.
 *
 * <p>A guess that does not seem to pay is made all the same now and then, after ever more
 * opportunities, since a text that begins to repeat another looks like any other before.
 */
final class Draft {
  /** The chance that a token is right before any was tried. */
  private static final double FIRST_CHANCE = 0.5;

  /** Weight of the newest token in a chance: one in this many. */
  private static final int CHANCE_WINDOW = 8;

  /** Opportunities until a guess is made that does not seem to pay. */
  private static final int FIRST_PATIENCE = 8;

  private static final int LONGEST_PATIENCE = 256;

  /** Enough to tell what a token more in a pass costs. */
  private static final int TRIAL_TOKENS = 2;

  /** By the length of a match: how likely a token is right if those before it are. */
  private final double[] chances = new double[NgramIndex.LONGEST + 1];

  private final int textLength;

  /** Null before it is needed. */
  private NgramIndex index;

  /** Null if nothing can be drafted now. */
  private NgramIndex.Match match;

  private int[] tokens = {};
  private int length;
  private int accepted;
  private int patience = FIRST_PATIENCE;
  private int missed;

  /**
   * No draft yet.
   *
   * @param textLength the most tokens of prompt and output together
   */
  Draft(int textLength) {
    this.textLength = textLength;
    Arrays.fill(chances, FIRST_CHANCE);
  }

  /**
   * Looks for what may follow a text.
   *
   * @param text begins with that of earlier calls
   * @return the chance that the first token found is right, and each further one if those before it
   *     are; 0 if none was found
   */
  double find(int[] text, int textLength) {
    if (index == null) {
      index = new NgramIndex(this.textLength);
    }
    match = index.find(text, textLength);
    return match == null ? 0 : chances[match.length()];
  }

  /** How many tokens to try, of at most {@code most}, although so many do not seem to pay. */
  int trial(int most) {
    missed++;
    if (missed < patience || most < 1) {
      return 0;
    }
    missed = 0;
    patience = Math.min(2 * patience, LONGEST_PATIENCE);
    return Math.min(TRIAL_TOKENS, most);
  }

  /** The draft seems to pay. */
  void expectGain() {
    missed = 0;
    patience = FIRST_PATIENCE;
  }

  /** Drafts the tokens that were found for a text, so many of them; they repeat if need be. */
  void take(int[] text, int textLength, int count) {
    if (tokens.length < count) {
      tokens = new int[count];
    }
    for (int i = 0; i < count; i++) {
      int from = match.next() + i;
      tokens[i] = from < textLength ? text[from] : tokens[from - textLength];
    }
    length = count;
  }

  int length() {
    return length;
  }

  int token(int i) {
    return tokens[i];
  }

  /**
   * Ends a draft: its first {@code right} tokens were right and the next one, if there is one, was
   * not.
   */
  void judge(int right) {
    double chance = chances[match.length()];
    for (int i = 0; i < right; i++) {
      chance += (1 - chance) / CHANCE_WINDOW;
    }
    chances[match.length()] = right < length ? chance - chance / CHANCE_WINDOW : chance;
    accepted += right;
    length = 0;
  }

  /** How many tokens have been right so far. */
  int accepted() {
    return accepted;
  }
}
