package io.perilune.inference.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelProviderTest {
  @Test
  void choosesVectorKernelsOnce() {
    assertTrue(KernelProvider.fastest().name().startsWith("vector-"));
    assertSame(KernelProvider.fastest(), KernelProvider.fastest());
    assertEquals("scalar", KernelProvider.scalar().name());
  }

  @Test
  void withoutTheModuleItFallsBackAndNamesTheFlagOnce() throws Exception {
    ChildJvm child = ChildJvm.run(List.of(), NameOfFastest.class);
    assertEquals(0, child.exitCode(), child.output());
    assertTrue(child.output().contains("kernels: scalar"), child.output());
    assertEquals(
        2, child.output().split("--add-modules=jdk.incubator.vector", -1).length, child.output());
  }

  @Test
  void withoutTheOptimisingCompilerItFallsBack() throws Exception {
    ChildJvm child =
        ChildJvm.run(
            List.of("--add-modules=jdk.incubator.vector", "-XX:TieredStopAtLevel=1"),
            NameOfFastest.class);
    assertEquals(0, child.exitCode(), child.output());
    assertTrue(child.output().contains("kernels: scalar"), child.output());
  }

  /** Run in a Java virtual machine of its own. */
  static final class NameOfFastest {
    private NameOfFastest() {}

    public static void main(String[] args) {
      KernelProvider.fastest();
      System.out.println("kernels: " + KernelProvider.fastest().name());
    }
  }
}
