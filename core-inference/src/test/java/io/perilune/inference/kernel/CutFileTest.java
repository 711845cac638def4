package io.perilune.inference.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.gguf.GgmlType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model file that is cut while it is mapped must become an error, not the end of the process.
 * HotSpot turns the fault into one only in compiled methods that hold a scalar access to the
 * segment, so each compiled kernel is put to the test, in a process of its own.
 */
class CutFileTest {
  private static final int SURVIVED = 0;

  @TempDir Path folder;

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a mapped file cannot be cut there")
  void eachCompiledKernelSurvives() throws Exception {
    ChildJvm child =
        ChildJvm.run(
            List.of(
                "--add-modules=jdk.incubator.vector",
                "-Xbatch",
                "-XX:ErrorFile=" + folder.resolve("error")),
            Reader.class,
            folder.toString());
    assertEquals(SURVIVED, child.exitCode(), child.output());
  }

  /** Multiplies with a mapped matrix of each type until the kernel is compiled, then cuts it. */
  static final class Reader {
    private static final int ROWS = 256;
    private static final int COLUMNS = 2048;

    /**
     * Products that have to pass without compilation, which runs in the foreground here: by then
     * all that multiplies has been called some thousand times since it was last compiled.
     */
    private static final int QUIET_PRODUCTS = 30;

    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

    private Reader() {}

    public static void main(String[] args) throws IOException {
      for (GgmlType type : GgmlType.values()) {
        for (int tokens : new int[] {1, 5}) {
          Path file = Path.of(args[0], type + "-" + tokens);
          try (FileChannel channel = write(file, type)) {
            read(channel, type, tokens);
          }
        }
      }
    }

    private static FileChannel write(Path file, GgmlType type) throws IOException {
      MemorySegment data = RandomWeights.matrix(type, ROWS, COLUMNS, new Random(1)).data();
      Files.write(file, data.toArray(ValueLayout.JAVA_BYTE));
      return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void read(FileChannel channel, GgmlType type, int tokens) throws IOException {
      MemorySegment data =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      WeightMatrix w = new WeightMatrix("cut", type, ROWS, COLUMNS, data);
      Activations x = new Activations(tokens, COLUMNS);
      Activations y = new Activations(tokens, ROWS);
      float[] tile = new float[Kernels.TILE];
      Kernels kernels = new VectorKernels();
      long compiled = -1;
      for (int quiet = 0; quiet < QUIET_PRODUCTS; quiet++) {
        kernels.multiply(w, 0, ROWS, x, 0, y, 0, tokens, tile);
        if (COMPILER.getTotalCompilationTime() != compiled) {
          compiled = COMPILER.getTotalCompilationTime();
          quiet = 0;
        }
      }
      channel.truncate(channel.size() / 4);
      try {
        kernels.multiply(w, 0, ROWS, x, 0, y, 0, tokens, tile);
      } catch (InternalError expected) {
        return;
      }
      throw new AssertionError(type + ": the cut went unnoticed");
    }
  }
}
