package io.perilune.inference.sampling;

/**
 * Drops tokens less probable than {@code p} times the most probable one (Nguyen and others, 2024,
 * arXiv:2407.01082).
 */
record MinPStage(float p, int minKeep) implements SamplerStage {
  @Override
  public void apply(Candidates candidates) {
    candidates.keepFrom(p, minKeep);
  }
}
