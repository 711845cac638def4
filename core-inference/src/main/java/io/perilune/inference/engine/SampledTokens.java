package io.perilune.inference.engine;

import io.perilune.inference.constraint.CompiledConstraint;
import io.perilune.inference.constraint.ConstraintMatcher;
import io.perilune.inference.sampling.Sampler;
import io.perilune.inference.sampling.TokenLogprobs;
import java.util.Arrays;
import java.util.Optional;

/** Chooses by a request's sampling, within its grammar if it has one. */
final class SampledTokens implements TokenChooser {
  private final int[] stopTokens;
  private final Sampler sampler;

  /** Null if the output is free. */
  private final ConstraintMatcher matcher;

  private int chosen = Sampler.NO_TOKEN;

  SampledTokens(GenerationRequest request, int vocabularySize) {
    this.stopTokens = request.stopTokens();
    this.sampler = new Sampler(request.sampling(), vocabularySize, request.prompt());
    this.matcher = request.constraint().map(CompiledConstraint::newMatcher).orElse(null);
  }

  @Override
  public int choose(float[] logits, int offset) {
    chosen =
        matcher == null ? sampler.sample(logits, offset) : sampler.sample(logits, offset, matcher);
    return chosen;
  }

  @Override
  public boolean ended() {
    return Arrays.binarySearch(stopTokens, chosen) >= 0 || matcher != null && matcher.ended();
  }

  @Override
  public void accept() {
    sampler.accept(chosen);
  }

  @Override
  public Optional<TokenLogprobs> logprobs() {
    return sampler.logprobs();
  }

  @Override
  public boolean exhausted() {
    return matcher != null && matcher.exhausted();
  }
}
