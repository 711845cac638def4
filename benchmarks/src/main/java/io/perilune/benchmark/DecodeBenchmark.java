package io.perilune.benchmark;

import io.perilune.gguf.GgmlType;
import io.perilune.inference.kernel.Activations;
import io.perilune.inference.kernel.Kernels;
import io.perilune.inference.kernel.VectorKernels;
import io.perilune.inference.kernel.WeightMatrix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Products of rows with one activation vector, by one thread: {@code bytes} are GB/s of weights,
 * {@code weights} billions of weights per second. The yardstick reads the same memory as floats.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0"
    })
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {
  private static final int COLUMNS = 4096;
  private static final int ROWS_PER_CALL = 64;

  /** Where the weights are: in the core's second cache, or too many for any cache. */
  public enum Memory {
    HOT(400L << 10),
    DRAM(440L << 20);

    private final long bytes;

    Memory(long bytes) {
      this.bytes = bytes;
    }
  }

  /** The format of the rows. */
  @Param({
    "Q8_0", "Q4_0", "Q4_K", "Q5_K", "Q6_K", "IQ4_NL", "IQ4_XS", "IQ4_KS", "IQ4_K", "IQ5_KS",
    "IQ6_K", "IQ3_KS", "IQ2_KL", "IQ2_KS", "BF16", "F16"
  })
  public GgmlType type;

  /** Where they are. */
  @Param public Memory memory;

  private final Kernels kernels = new VectorKernels();
  private final float[] tile = new float[Kernels.TILE];
  private final Activations x = new Activations(1, COLUMNS);
  private Activations y;
  private WeightMatrix weights;
  private WeightMatrix floats;
  private int row;

  /** What was read in the time measured. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Read {
    public long bytes;
    public long weights;

    /** Begins to count. */
    @Setup(Level.Iteration)
    public void clear() {
      bytes = 0;
      weights = 0;
    }
  }

  /** Random codes; without the upper two bits of bytes, all factors among them are finite. */
  @Setup
  public void prepare() {
    Random random = new Random(1);
    weights = matrix(type, null);
    for (long i = 0; i < weights.data().byteSize(); i++) {
      weights.data().set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(64));
    }
    floats = matrix(GgmlType.F32, weights.data());
    y = new Activations(1, Math.max(weights.rows(), floats.rows()));
    for (int i = 0; i < COLUMNS; i++) {
      x.data()[i] = (float) random.nextGaussian();
    }
  }

  private WeightMatrix matrix(GgmlType type, MemorySegment memoryToShare) {
    long rowBytes = type.rowBytes(COLUMNS);
    long bytes = memoryToShare == null ? memory.bytes : memoryToShare.byteSize();
    int rows = Math.max(1, (int) (bytes / rowBytes));
    MemorySegment data =
        memoryToShare == null
            ? Arena.ofAuto().allocate(Math.max(rows * rowBytes, Float.BYTES * COLUMNS), 64)
            : memoryToShare;
    return new WeightMatrix("", type, rows, COLUMNS, data.asSlice(0, rows * rowBytes));
  }

  /** The kernel of the format. */
  @Benchmark
  public float multiply(Read read) {
    return multiply(weights, read);
  }

  /** The kernel of floats over the same memory, which does little else but load. */
  @Benchmark
  public float yardstick(Read read) {
    return multiply(floats, read);
  }

  private float multiply(WeightMatrix w, Read read) {
    int from = row < w.rows() ? row : 0;
    int to = Math.min(w.rows(), from + ROWS_PER_CALL);
    kernels.multiply(w, from, to, x, 0, y, 0, 1, tile);
    row = to;
    read.bytes += (to - from) * w.rowBytes();
    read.weights += (long) (to - from) * COLUMNS;
    return y.data()[from];
  }
}
