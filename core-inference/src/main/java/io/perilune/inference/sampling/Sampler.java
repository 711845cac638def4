package io.perilune.inference.sampling;

import java.util.Optional;

/**
 * Chooses the next token from logits. The filters come in llama.cpp's order: the {@code topK} most
 * probable tokens; of these the fewest whose probability reaches {@code topP}; of these the ones
 * that are not less probable than {@code minP} times the first; then the temperature. The filters
 * look at probabilities before the temperature. Of equal logits the lower token comes first.
 *
 * <p>To choose changes nothing: until a token is accepted, the same logits give the same choice.
 * Not thread-safe; one sampler per generation. Allocates nothing per token, unless log
 * probabilities are asked for.
 */
public final class Sampler {
  /** What {@link #sample} gives if the logits are unusable. */
  public static final int NO_TOKEN = -1;

  /** What it gives if a filter allows no token, or none whose logit is not negative infinity. */
  public static final int NONE_ALLOWED = -2;

  private final SamplingOptions options;
  private final int vocabularySize;
  private final DrawRandom random;
  private final Candidates candidates;

  /** Null if no log probabilities are asked for. */
  private final LogprobReader logprobReader;

  private float chosenLogit;

  /**
   * A sampler for logits of {@code vocabularySize} tokens.
   *
   * @param prompt the tokens that come before the first one to choose; not copied
   */
  public Sampler(SamplingOptions options, int vocabularySize, int[] prompt) {
    this.options = options;
    this.vocabularySize = vocabularySize;
    this.random = new DrawRandom(options.seed());
    this.logprobReader =
        options.topLogprobs().isPresent()
            ? new LogprobReader(options.topLogprobs().getAsInt())
            : null;
    this.candidates = new Candidates(capacity());
  }

  private int capacity() {
    if (options.temperature() == 0) {
      return 0;
    }
    return limitsCount() ? options.topK() : vocabularySize;
  }

  private boolean limitsCount() {
    return options.topK() > 0 && options.topK() < vocabularySize;
  }

  /** A sampler for what has no prompt. */
  public Sampler(SamplingOptions options, int vocabularySize) {
    this(options, vocabularySize, new int[0]);
  }

  /**
   * Chooses a token.
   *
   * @param logits the tokens' logits from {@code offset} on; negative infinity rules a token out
   * @return a token, or {@link #NO_TOKEN} if a logit is NaN or positive infinity or if all tokens
   *     are ruled out
   */
  public int sample(float[] logits, int offset) {
    random.rewind();
    return chosen(first(logits, offset), logits, offset);
  }

  /** Takes a token, once it is certain, as the one that the output goes on with. */
  public void accept(int token) {
    random.advance();
  }

  /** Log probabilities of the token that was chosen last, if the options ask for them. */
  public Optional<TokenLogprobs> logprobs() {
    return logprobReader == null ? Optional.empty() : Optional.of(logprobReader.of(chosenLogit));
  }

  private int first(float[] logits, int offset) {
    int token = choose(logits, offset);
    if (token != NO_TOKEN && logprobReader != null) {
      logprobReader.read(logits, offset, vocabularySize);
    }
    return token;
  }

  private int chosen(int token, float[] logits, int offset) {
    if (token >= 0) {
      chosenLogit = logits[offset + token];
    }
    return token;
  }

  private int choose(float[] logits, int offset) {
    int best = greatest(logits, offset);
    if (best == NO_TOKEN || options.temperature() == 0) {
      return best;
    }
    float greatest = logits[offset + best];
    double sum;
    if (limitsCount()) {
      candidates.selectGreatest(logits, offset, vocabularySize);
      sum = candidates.sumOfExp(greatest);
    } else {
      sum = options.topP() < 1 ? sumOfExp(logits, offset, greatest) : 0;
      candidates.selectFrom(leastUseful(greatest, sum), logits, offset, vocabularySize);
      if (options.topP() < 1) {
        candidates.sort();
      }
    }
    if (options.topP() < 1) {
      candidates.cutToSum(options.topP() * sum, greatest);
    }
    candidates.dropBelow(relative(greatest, options.minP()));
    return candidates.draw(greatest, options.temperature(), random);
  }

  /**
   * Chooses a token that a filter allows. Only if the first choice is refused, the others that are
   * not allowed are ruled out and the choice is made again. Without filters of the options the
   * probabilities are those of choosing among the allowed tokens from the start. With them the
   * first choice is among what they leave of all tokens, the second among what they leave of the
   * allowed ones.
   *
   * @param logits as above; logits of tokens that are not allowed may be overwritten
   * @param filter has accepted the token that is returned
   * @return a token, {@link #NO_TOKEN}, or {@link #NONE_ALLOWED}
   */
  public int sample(float[] logits, int offset, TokenFilter filter) {
    random.rewind();
    int first = first(logits, offset);
    if (first == NO_TOKEN || filter.accept(first)) {
      return chosen(first, logits, offset);
    }
    if (!filter.ruleOut(logits, offset, vocabularySize)) {
      return NONE_ALLOWED;
    }
    int second = choose(logits, offset);
    return second != NO_TOKEN && filter.accept(second)
        ? chosen(second, logits, offset)
        : NONE_ALLOWED;
  }

  /** The first token with the greatest logit, or {@link #NO_TOKEN}. */
  private int greatest(float[] logits, int offset) {
    int best = NO_TOKEN;
    float greatest = Float.NEGATIVE_INFINITY;
    for (int token = 0; token < vocabularySize; token++) {
      float logit = logits[offset + token];
      // Not "greater", so that NaN gets here as well.
      if (!(logit <= greatest)) {
        if (!(logit < Float.POSITIVE_INFINITY)) {
          return NO_TOKEN;
        }
        greatest = logit;
        best = token;
      }
    }
    return best;
  }

  private double sumOfExp(float[] logits, int offset, float greatest) {
    double sum = 0;
    for (int token = 0; token < vocabularySize; token++) {
      sum += Math.exp(logits[offset + token] - greatest);
    }
    return sum;
  }

  /**
   * A logit below which no token can pass the filters. Tokens that all are less probable than
   * {@code (1 - topP) / vocabularySize} are together less probable than {@code 1 - topP}, so the
   * others reach {@code topP} without them.
   */
  private float leastUseful(float greatest, double sum) {
    float byMinP = relative(greatest, options.minP());
    return options.topP() < 1
        ? Math.max(byMinP, relative(greatest, (1.0 - options.topP()) / vocabularySize * sum))
        : byMinP;
  }

  /** The logit of a token that is {@code ratio} times as probable as the one with the greatest. */
  private static float relative(float greatest, double ratio) {
    return (float) (greatest + Math.log(ratio));
  }
}
