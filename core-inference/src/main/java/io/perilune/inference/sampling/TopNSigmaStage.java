package io.perilune.inference.sampling;

/**
 * Drops tokens whose logit is more than {@code n} standard deviations of all logits below the
 * greatest (Tang and others, 2024, arXiv:2411.07641).
 */
record TopNSigmaStage(float n) implements SamplerStage {
  @Override
  public void apply(Candidates candidates) {
    candidates.keepWithin(n * candidates.standardDeviation(), 1);
  }
}
