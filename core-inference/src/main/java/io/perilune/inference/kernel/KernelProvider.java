package io.perilune.inference.kernel;

import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Chooses the kernels of this process: vector ones where the Vector API is present and compiled,
 * else scalar ones with one warning. Nothing here may touch the Vector API before its presence is
 * known.
 */
public final class KernelProvider {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private KernelProvider() {}

  /** The fastest kernels that this process can run; always the same object. */
  public static Kernels fastest() {
    return Fastest.KERNELS;
  }

  /** The kernels that define the results, for comparison. */
  public static Kernels scalar() {
    return Scalar.KERNELS;
  }

  private static Kernels choose() {
    Optional<String> obstacle = obstacleToVectors();
    if (obstacle.isPresent()) {
      System.getLogger(KernelProvider.class.getName())
          .log(Level.WARNING, "Running with scalar kernels, many times slower: " + obstacle.get());
      return scalar();
    }
    return new VectorKernels();
  }

  private static Optional<String> obstacleToVectors() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return Optional.of("start java with --add-modules=" + VECTOR_MODULE);
    }
    String mode = System.getProperty("java.vm.info", "");
    if (mode.contains("emulated-client") || mode.contains("interpreted")) {
      return Optional.of("the optimising compiler is off (java.vm.info is \"" + mode + "\")");
    }
    return Optional.empty();
  }

  private static final class Fastest {
    static final Kernels KERNELS = choose();
  }

  private static final class Scalar {
    static final Kernels KERNELS = new ScalarKernels();
  }
}
