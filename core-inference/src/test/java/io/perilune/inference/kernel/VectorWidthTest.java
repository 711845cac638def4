package io.perilune.inference.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The build repeats the kernels' tests with narrower vectors; this tells that it really does. */
class VectorWidthTest {
  @Test
  void vectorsAreNoWiderThanThisRunAllows() {
    String name = new VectorKernels().name();
    int bits = Integer.parseInt(name.substring("vector-".length()));
    assertTrue(bits <= Integer.getInteger("widest.vector.bits", 512), name);
  }
}
