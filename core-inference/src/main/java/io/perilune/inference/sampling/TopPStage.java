package io.perilune.inference.sampling;

/**
 * Keeps the nucleus: the fewest most probable tokens whose probability reaches {@code p} (Holtzman
 * and others, 2019, arXiv:1904.09751).
 */
record TopPStage(float p, int minKeep) implements SamplerStage {
  @Override
  public void apply(Candidates candidates) {
    double total = candidates.sumOfWeights();
    // Tokens that all are less probable than (1 - p) / count are together less probable than 1 - p,
    // so the others reach p without them, and only these need to be sorted.
    double atMost = (1.0 - p) / candidates.count();
    candidates.keepFrom(Math.min(1, atMost * total), minKeep);
    candidates.keepShare(p, total, minKeep);
  }
}
