package io.perilune.benchmark;

import io.perilune.inference.sampling.Dry;
import io.perilune.inference.sampling.DynamicTemperature;
import io.perilune.inference.sampling.LogitBias;
import io.perilune.inference.sampling.Mirostat;
import io.perilune.inference.sampling.RepetitionPenalties;
import io.perilune.inference.sampling.Sampler;
import io.perilune.inference.sampling.SamplerKind;
import io.perilune.inference.sampling.SamplingOptions;
import io.perilune.inference.sampling.SequenceBreakers;
import io.perilune.inference.sampling.Truncation;
import io.perilune.inference.sampling.Xtc;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the choice of a token costs, over a vocabulary of the size of Kimi-K2's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SamplerBenchmark {
  private static final int VOCABULARY = 163_840;
  private static final int ROWS = 8;
  private static final int PROMPT = 20_000;

  /** Which stages there are. */
  public enum Stages {
    GREEDY,
    /** What applies if nobody says anything: top-k 40, top-p 0.95, min-p 0.05, temperature 0.8. */
    DEFAULT,
    /** What the makers of Kimi-K2 advise, without top-k. */
    KIMI,
    TOP_P_ONLY,
    TEMPERATURE_ONLY,
    PENALTIES,
    /** Over a prompt of 20,000 tokens. */
    DRY,
    TYPICAL,
    MIROSTAT_2,
    DEFAULT_WITH_LOGPROBS
  }

  /** The stages under test. */
  @Param public Stages stages;

  private final float[] logits = new float[VOCABULARY * ROWS];
  private Sampler sampler;
  private int row;

  /** Logits of the spread that language models have: a few far above the rest. */
  @Setup
  public void prepare() {
    Random random = new Random(1);
    for (int i = 0; i < logits.length; i++) {
      double tail = -Math.log(1 - random.nextDouble());
      logits[i] = (float) (2 * random.nextGaussian() + tail);
    }
    int[] prompt = random.ints(PROMPT, 0, 500).toArray();
    sampler = new Sampler(options(stages), VOCABULARY, prompt);
  }

  private static SamplingOptions options(Stages stages) {
    return switch (stages) {
      case GREEDY -> SamplingOptions.GREEDY;
      case DEFAULT -> new SamplingOptions(0.8f, 40, 0.95f, 0.05f, 1);
      case KIMI -> new SamplingOptions(0.6f, 0, 1, 0.01f, 1);
      case TOP_P_ONLY -> new SamplingOptions(0.8f, 0, 0.95f, 0, 1);
      case TEMPERATURE_ONLY -> new SamplingOptions(0.8f, 0, 1, 0, 1);
      case PENALTIES ->
          more(1, new RepetitionPenalties(1.1f, 0.1f, 0.1f, 64), Dry.NONE, Mirostat.NONE);
      case DRY ->
          more(
              1,
              RepetitionPenalties.NONE,
              new Dry(0.8f, 1.75f, 2, Integer.MAX_VALUE, SequenceBreakers.NONE),
              Mirostat.NONE);
      case TYPICAL -> more(0.9f, RepetitionPenalties.NONE, Dry.NONE, Mirostat.NONE);
      case MIROSTAT_2 ->
          more(1, RepetitionPenalties.NONE, Dry.NONE, new Mirostat(Mirostat.Version.TWO, 5, 0.1f));
      case DEFAULT_WITH_LOGPROBS -> options(Stages.DEFAULT).withTopLogprobs(20);
    };
  }

  /** The default ones and others; typical sampling without top-k, so that it has all tokens. */
  private static SamplingOptions more(
      float typicalP, RepetitionPenalties penalties, Dry dry, Mirostat mirostat) {
    return new SamplingOptions(
        0.8f,
        DynamicTemperature.NONE,
        new Truncation(typicalP < 1 ? 0 : 40, 0.95f, 0.05f, typicalP, 0, 0),
        Xtc.NONE,
        penalties,
        dry,
        mirostat,
        LogitBias.NONE,
        SamplerKind.DEFAULT_ORDER,
        1,
        OptionalInt.empty());
  }

  /** Chooses a token and takes it. */
  @Benchmark
  public Object sample() {
    row = (row + 1) % ROWS;
    int token = sampler.sample(logits, row * VOCABULARY);
    sampler.accept(token);
    return sampler.logprobs();
  }
}
