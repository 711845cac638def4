package io.perilune.inference.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.model.FeedForwardConfig.Gating;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final Workers workers = new Workers(1);

  @AfterEach
  void closeWorkers() {
    workers.close();
  }

  @Test
  void ofEqualExpertsTheFirstAreChosen() {
    Router router = choose(Gating.SIGMOID, true, 1, null, 0, 1, 1, 1);
    assertExperts(router, 1, 2);
  }

  @Test
  void theBiasCountsForTheChoiceAlone() {
    float[] bias = {0, 0, 0, 0.9f};
    Router router = choose(Gating.SIGMOID, false, 1, bias, 2, 1, 0, -1);
    assertExperts(router, 3, 0);
    assertEquals(sigmoid(-1), router.weight(0), 1e-6);
    assertEquals(sigmoid(2), router.weight(1), 1e-6);
  }

  @Test
  void normalisedWeightsSumToTheScale() {
    Router router = choose(Gating.SIGMOID, true, 2.5f, null, 2, 1, 0, -1);
    double sum = sigmoid(2) + sigmoid(1);
    assertEquals(2.5 * sigmoid(2) / sum, router.weight(0), 1e-6);
    assertEquals(2.5 * sigmoid(1) / sum, router.weight(1), 1e-6);
  }

  @Test
  void theSoftmaxRunsOverAllExperts() {
    Router router = choose(Gating.SOFTMAX, false, 1, null, 0, 3, 1, 2);
    assertExperts(router, 1, 3);
    double sum = Math.exp(0) + Math.exp(3) + Math.exp(1) + Math.exp(2);
    assertEquals(Math.exp(3) / sum, router.weight(0), 1e-6);
    assertEquals(Math.exp(2) / sum, router.weight(1), 1e-6);
  }

  private Router choose(
      Gating gating, boolean normalised, float scale, float[] bias, float... scores) {
    var config =
        new FeedForwardConfig.MixtureOfExperts(scores.length, 2, 8, 0, gating, normalised, scale);
    Router router = new Router(new Compute(KernelProvider.scalar(), workers), config, 1);
    System.arraycopy(scores, 0, router.scores().data(), 0, scores.length);
    router.choose(1, bias);
    return router;
  }

  private static void assertExperts(Router router, int first, int second) {
    assertArrayEquals(new int[] {first, second}, new int[] {router.expert(0), router.expert(1)});
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
