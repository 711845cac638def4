package io.perilune.inference.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.kv.KvCache;
import io.perilune.inference.kv.KvCache.Precision;
import io.perilune.inference.kv.KvSequence;
import io.perilune.inference.model.TinyModel.Layout;
import io.perilune.inference.sampling.Sampler;
import io.perilune.inference.sampling.SamplingOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecoderTest {
  private static final int CAPACITY = 70;

  /** Longer than two blocks of the cache. */
  private static final int LENGTH = 131;

  /** Sums in another order differ by this much at most; the logits are of the order of 1. */
  private static final float ROUNDING = 1e-4f;

  private final Workers workers = new Workers(3);
  private final int[] tokens = randomTokens(LENGTH, 1);

  static List<Supplier<TinyModel>> models() {
    return List.of(
        TinyModel::llama,
        TinyModel::qwen2,
        TinyModel::qwen3,
        TinyModel::qwen3Moe,
        () -> TinyModel.deepSeek2(Layout.ABSORBED));
  }

  @AfterEach
  void closeWorkers() {
    workers.close();
  }

  @Test
  void allLayoutsOfLatentAttentionGiveTheSameLogits() {
    float[] absorbed = logits(TinyModel.deepSeek2(Layout.ABSORBED));
    assertArrayEquals(absorbed, logits(TinyModel.deepSeek2(Layout.JOINT)));
    assertArrayEquals(absorbed, logits(TinyModel.deepSeek2(Layout.BOTH)));
  }

  @Test
  void queriesMayBeProjectedInOneStep() {
    TinyModel model = TinyModel.deepSeek2(Layout.JOINT).remove("attention.q_lora_rank");
    for (int i = 0; i < TinyModel.LAYERS; i++) {
      String prefix = "blk." + i + ".";
      float[] query = new float[TinyModel.HEADS * 12 * TinyModel.WIDTH];
      Arrays.fill(query, 0.01f);
      model
          .removeTensor(prefix + "attn_q_a.weight")
          .removeTensor(prefix + "attn_q_a_norm.weight")
          .removeTensor(prefix + "attn_q_b.weight")
          .tensor(
              prefix + "attn_q.weight",
              List.of((long) TinyModel.WIDTH, TinyModel.HEADS * 12L),
              query);
    }
    assertTrue(Float.isFinite(logits(model)[0]));
  }

  @Test
  void mergedGateAndUpExpertsAreTheSameExperts() {
    TinyModel merged = TinyModel.deepSeek2(Layout.ABSORBED);
    for (int i = 1; i < TinyModel.LAYERS; i++) {
      String prefix = "blk." + i + ".ffn_";
      List<Long> shape = merged.shapeOf(prefix + "gate_exps.weight");
      float[] gate = merged.values(prefix + "gate_exps.weight");
      float[] up = merged.values(prefix + "up_exps.weight");
      int expert = (int) (shape.get(0) * shape.get(1));
      float[] both = new float[2 * gate.length];
      for (int e = 0; e < shape.get(2); e++) {
        System.arraycopy(gate, e * expert, both, 2 * e * expert, expert);
        System.arraycopy(up, e * expert, both, (2 * e + 1) * expert, expert);
      }
      merged
          .removeTensor(prefix + "gate_exps.weight")
          .removeTensor(prefix + "up_exps.weight")
          .tensor(
              prefix + "gate_up_exps.weight",
              List.of(shape.get(0), 2 * shape.get(1), shape.get(2)),
              both);
    }
    assertArrayEquals(logits(TinyModel.deepSeek2(Layout.ABSORBED)), logits(merged));
  }

  @Test
  void aMissingOutputMatrixIsTheEmbedding() {
    TinyModel tied = TinyModel.llama().removeTensor("output.weight");
    TinyModel spelledOut =
        TinyModel.llama()
            .tensor(
                "output.weight",
                tied.shapeOf("token_embd.weight"),
                tied.values("token_embd.weight"));
    assertArrayEquals(logits(spelledOut), logits(tied));
  }

  @Test
  void rotaryFactorsDivideFrequencies() {
    float[] ones = {1, 1, 1, 1};
    float[] twos = {2, 2, 2, 2};
    float[] plain = logits(TinyModel.llama());
    assertArrayEquals(
        plain, logits(TinyModel.llama().tensor("rope_freqs.weight", List.of(4L), ones)));
    TinyModel linear =
        TinyModel.llama().set("rope.scaling.type", "linear").set("rope.scaling.factor", 2.0);
    assertArrayEquals(
        logits(linear), logits(TinyModel.llama().tensor("rope_freqs.weight", List.of(4L), twos)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void aBatchGivesWhatItsTokensGiveOneByOne(Supplier<TinyModel> tiny) {
    try (LanguageModel model = load(tiny.get())) {
      float[] oneByOne = run(model, Precision.F32, 1);
      for (int chunk : new int[] {7, 64, CAPACITY}) {
        assertArrayEquals(oneByOne, run(model, Precision.F32, chunk), ROUNDING);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aHalfPrecisionCacheStaysClose(Supplier<TinyModel> tiny) {
    try (LanguageModel model = load(tiny.get())) {
      float[] exact = run(model, Precision.F32, 64);
      float[] half = run(model, Precision.F16, 64);
      double sum = 0;
      for (int i = 0; i < exact.length; i++) {
        sum += Math.pow(exact[i] - half[i], 2);
      }
      double rms = Math.sqrt(sum / exact.length);
      assertTrue(rms > 0 && rms < 0.02, "rms " + rms);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void theFastestKernelsAgreeWithTheScalarOnes(Supplier<TinyModel> tiny) {
    try (LanguageModel model = load(tiny.get())) {
      assertArrayEquals(logits(tiny.get()), run(model, Precision.F32, 64), ROUNDING);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void sequencesInOneBatchDoNotDisturbEachOther(Supplier<TinyModel> tiny) {
    int[] lengths = {90, 3, 66};
    try (LanguageModel model = load(tiny.get());
        KvCache cache = model.newCache(3 * 128, Precision.F32)) {
      List<KvSequence> sequences = new ArrayList<>();
      int[] positions = new int[lengths.length];
      float[][] together = new float[lengths.length][];
      for (int length : lengths) {
        KvSequence sequence = cache.open();
        assertTrue(sequence.reserve(length));
        sequences.add(sequence);
      }
      Batch batch = new Batch(CAPACITY);
      float[] logits = new float[CAPACITY * model.vocabularySize()];
      Random random = new Random(2);
      while (!Arrays.equals(positions, lengths)) {
        batch.clear();
        int[] rowOf = new int[lengths.length];
        int row = 0;
        for (int s = 0; s < lengths.length; s++) {
          int n = Math.min(random.nextInt(20), lengths[s] - positions[s]);
          for (int i = 0; i < n; i++) {
            int position = positions[s]++;
            boolean last = position == lengths[s] - 1;
            batch.add(sequences.get(s), position, randomTokens(lengths[s], s)[position], last);
            if (last) {
              rowOf[s] = ++row;
            }
          }
        }
        if (batch.size() > 0) {
          model.forward(batch, logits);
        }
        for (int s = 0; s < lengths.length; s++) {
          if (rowOf[s] > 0) {
            int end = rowOf[s] * model.vocabularySize();
            together[s] = Arrays.copyOfRange(logits, end - model.vocabularySize(), end);
          }
        }
      }
      for (int s = 0; s < lengths.length; s++) {
        try (TokenRunner alone = new TokenRunner(model, lengths[s], Precision.F32)) {
          float[] expected = alone.last(alone.run(randomTokens(lengths[s], s), 1));
          assertArrayEquals(expected, together[s], ROUNDING, "sequence " + s);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aBatchWithoutWantedLogitsStillStoresItsTokens(Supplier<TinyModel> tiny) {
    try (LanguageModel model = load(tiny.get());
        KvCache cache = model.newCache(LENGTH, Precision.F32);
        KvSequence sequence = cache.open()) {
      assertTrue(sequence.reserve(LENGTH));
      float[] expected = run(model, Precision.F32, 64);
      float[] logits = new float[model.vocabularySize()];
      Batch batch = new Batch(CAPACITY);
      for (int i = 0; i < LENGTH; i++) {
        batch.add(sequence, i, tokens[i], i == LENGTH - 1);
        if (batch.size() == CAPACITY || i == LENGTH - 1) {
          model.forward(batch, logits);
          batch.clear();
        }
      }
      int start = expected.length - logits.length;
      assertArrayEquals(Arrays.copyOfRange(expected, start, expected.length), logits, ROUNDING);
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    try (LanguageModel model = load(TinyModel.llama());
        KvCache cache = model.newCache(64, Precision.F16);
        KvSequence sequence = cache.open()) {
      assertTrue(sequence.reserve(64));
      float[] logits = new float[model.vocabularySize()];
      assertRefused(model, logits, sequence, 0, TinyModel.VOCABULARY, "vocabulary");
      assertRefused(model, logits, sequence, 0, -1, "vocabulary");
      assertRefused(model, logits, sequence, 64, 0, "position 64");
      assertRefused(model, new float[3], sequence, 0, 0, "3 floats");
    }
  }

  private static void assertRefused(
      LanguageModel model,
      float[] logits,
      KvSequence sequence,
      int position,
      int token,
      String named) {
    Batch batch = new Batch(1);
    batch.add(sequence, position, token, true);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> model.forward(batch, logits));
    assertTrue(e.getMessage().contains(named), e.getMessage());
  }

  @Test
  void damagedWeightsGiveLogitsThatNoTokenCanBeChosenFrom() {
    TinyModel damaged = TinyModel.llama();
    damaged.values("blk.1.ffn_up.weight")[5] = Float.NaN;
    Sampler sampler = new Sampler(SamplingOptions.GREEDY, TinyModel.VOCABULARY);
    assertEquals(Sampler.NO_TOKEN, sampler.sample(logits(damaged), 0));
  }

  /** By the scalar kernels, whose results do not depend on how far they have been compiled. */
  private float[] logits(TinyModel tiny) {
    try (LanguageModel model = load(tiny, KernelProvider.scalar())) {
      return run(model, Precision.F32, 64);
    }
  }

  private LanguageModel load(TinyModel tiny) {
    return load(tiny, KernelProvider.fastest());
  }

  private LanguageModel load(TinyModel tiny, Kernels kernels) {
    return LanguageModels.load(tiny.file(), kernels, workers, new LoadOptions(CAPACITY, CAPACITY));
  }

  private float[] run(LanguageModel model, Precision precision, int chunk) {
    try (TokenRunner runner = new TokenRunner(model, LENGTH, precision)) {
      return runner.run(tokens, chunk);
    }
  }

  private static int[] randomTokens(int n, int seed) {
    return new Random(seed).ints(n, 0, TinyModel.VOCABULARY).toArray();
  }
}
