package io.perilune.inference.sampling;

import java.util.List;
import java.util.Optional;

/**
 * Chooses the next token from logits. {@link LogitBias} comes first; then the {@link SamplerKind
 * stages} of the options, in their order, each of which changes or drops candidates; then a token
 * is drawn from those left. Of equal logits the lower token comes first.
 *
 * <p>To choose changes nothing: until a token is accepted, the same logits give the same choice. A
 * draft is therefore checked without a bias to any distribution by choosing and accepting position
 * by position for as long as the choices are the draft's. Not thread-safe; one sampler per
 * generation. Allocates nothing per token, unless log probabilities or {@link Dry} are asked for.
 */
public final class Sampler {
  /** What {@link #sample} gives if the logits are unusable. */
  public static final int NO_TOKEN = -1;

  /** What it gives if biases and filter rule out all tokens. */
  public static final int NONE_ALLOWED = -2;

  private final int vocabularySize;
  private final LogitBias bias;
  private final DrawRandom random;
  private final List<SamplerStage> stages;
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
    this.vocabularySize = vocabularySize;
    this.bias = options.logitBias();
    this.random = new DrawRandom(options.seed());
    this.stages = SamplerStages.of(options, vocabularySize, prompt, random);
    this.candidates = new Candidates(vocabularySize);
    this.logprobReader =
        options.topLogprobs().isPresent()
            ? new LogprobReader(options.topLogprobs().getAsInt())
            : null;
  }

  /** A sampler for what has no prompt. */
  public Sampler(SamplingOptions options, int vocabularySize) {
    this(options, vocabularySize, new int[0]);
  }

  /**
   * Chooses a token.
   *
   * @param logits the tokens' logits from {@code offset} on; negative infinity rules a token out
   * @return a token, {@link #NO_TOKEN} if a logit is NaN or positive infinity or if all are
   *     negative infinity, or {@link #NONE_ALLOWED}
   */
  public int sample(float[] logits, int offset) {
    random.rewind();
    return chosen(first(logits, offset), logits, offset);
  }

  /**
   * Chooses a token that a filter allows. Only if the first choice is refused, the others that are
   * not allowed are ruled out and the choice is made again. Without stages that drop tokens the
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
    if (first == NO_TOKEN || first >= 0 && filter.accept(first)) {
      return chosen(first, logits, offset);
    }
    if (!filter.ruleOut(logits, offset, vocabularySize)) {
      return NONE_ALLOWED;
    }
    int second = choose(logits, offset);
    return second >= 0 && filter.accept(second) ? chosen(second, logits, offset) : NONE_ALLOWED;
  }

  /** Takes a token, once it is certain, as the one that the output goes on with. */
  public void accept(int token) {
    random.advance();
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).accept(token, candidates);
    }
  }

  /** What the last choice was made from; valid until the next one. */
  public TokenDistribution distribution() {
    return candidates;
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
    if (!candidates.read(logits, offset)) {
      return NO_TOKEN;
    }
    if (!bias.isEmpty()) {
      bias.apply(candidates);
      if (candidates.greatest() == Float.NEGATIVE_INFINITY) {
        return NONE_ALLOWED;
      }
    }
    for (int i = 0; i < stages.size(); i++) {
      stages.get(i).apply(candidates);
    }
    candidates.weigh();
    return candidates.draw(random.next());
  }
}
