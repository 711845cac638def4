package io.perilune.inference.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.kernel.ScalarKernels;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache.Precision;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which models a cache in groups of bytes can serve, and what it takes. */
class CachePrecisionTest {
  private static final int LAYERS = 61;

  private static ModelConfig model(AttentionConfig attention) {
    FeedForwardConfig feedForward = new FeedForwardConfig.Dense(64);
    ModelConfig.Layer layer = new ModelConfig.Layer(attention, feedForward);
    return new ModelConfig("test", 640, 4096, 64, 1e-5f, null, Collections.nCopies(LAYERS, layer));
  }

  private static AttentionConfig latent(int rank, int rotary) {
    return new AttentionConfig.MultiHeadLatent(4, 0, rank, 16, rotary, 16, 1);
  }

  private static AttentionConfig grouped(int keyWidth, int valueWidth) {
    return new AttentionConfig.GroupedQuery(8, 2, keyWidth, valueWidth, 1, false, false);
  }

  @Test
  void takesLittleMoreThanAByteForEachValue() {
    ModelConfig model = model(latent(512, 64));
    assertEquals(576L * LAYERS * 2, model.cacheBytesPerToken(Precision.F16));
    assertEquals(18L * 34 * LAYERS, model.cacheBytesPerToken(Precision.Q8_0));
  }

  @Test
  void servesModelsWhoseHeadsAreWholeGroups() {
    for (AttentionConfig attention : List.of(latent(512, 64), grouped(128, 128), grouped(96, 64))) {
      assertDoesNotThrow(() -> model(attention).requireCacheable(Precision.Q8_0));
    }
    for (AttentionConfig attention : List.of(latent(64, 16), grouped(80, 80), grouped(64, 16))) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> model(attention).cacheBytesPerToken(Precision.Q8_0))
              .getMessage();
      assertTrue(message.contains("16 values") || message.contains("80 values"), message);
      assertTrue(message.contains("no multiple of 32; choose F16"), message);
      assertDoesNotThrow(() -> model(attention).requireCacheable(Precision.F16));
    }
  }

  @Test
  void aCacheThatCannotServeIsNotAllocated() throws Exception {
    try (Workers workers = new Workers(1);
        LanguageModel model =
            LanguageModels.load(
                TinyModel.llama().file(), new ScalarKernels(), workers, new LoadOptions(4, 4))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> model.newCache(Integer.MAX_VALUE - 64, Precision.Q8_0));
    }
  }
}
