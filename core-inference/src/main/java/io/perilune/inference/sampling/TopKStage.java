package io.perilune.inference.sampling;

/** Keeps the {@code k} most probable tokens (Fan, Lewis and Dauphin, 2018, arXiv:1805.04833). */
record TopKStage(int k) implements SamplerStage {
  @Override
  public void apply(Candidates candidates) {
    candidates.keepGreatest(k);
  }
}
