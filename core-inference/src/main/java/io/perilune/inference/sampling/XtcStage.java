package io.perilune.inference.sampling;

/**
 * Excludes top choices: with {@code probability}, of the tokens whose probability is at least
 * {@code threshold} only the least probable one is kept (p-e-w, 2024,
 * github.com/oobabooga/text-generation-webui/pull/6335). Nothing is dropped if that would leave
 * fewer than {@code minKeep} tokens.
 */
record XtcStage(float probability, float threshold, int minKeep, DrawRandom random)
    implements SamplerStage {
  @Override
  public void apply(Candidates candidates) {
    if (random.next() >= probability) {
      return;
    }
    candidates.weigh();
    int choices = 0;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.probability(i) >= threshold) {
        choices++;
        least = Math.min(least, candidates.item(i));
      }
    }
    if (choices > 1 && candidates.size() - (choices - 1) >= minKeep) {
      candidates.dropBetterThan(least);
    }
  }
}
