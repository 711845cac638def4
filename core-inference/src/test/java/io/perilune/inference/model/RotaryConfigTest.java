package io.perilune.inference.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RotaryConfigTest {
  private static final int DIMENSIONS = 64;
  private static final double BASE = 50000;

  @Test
  void yarnKeepsHighFrequenciesAndDividesLowOnes() {
    double[] frequencies = yarn(32, 32, 1);
    for (int i = 0; i <= 8; i++) {
      assertEquals(plain(i), frequencies[i], 1e-15, "pair " + i);
    }
    assertEquals(plain(14) * (0.5 + 0.5 / 32), frequencies[14], 1e-15);
    for (int i = 20; i < DIMENSIONS / 2; i++) {
      assertEquals(plain(i) / 32, frequencies[i], 1e-15, "pair " + i);
    }
  }

  @Test
  void equalBetasLeaveNoRamp() {
    double[] frequencies = yarn(64, 1, 1);
    assertEquals(plain(19), frequencies[19], 1e-15);
    assertEquals(plain(20) / 64, frequencies[20], 1e-15);
  }

  @Test
  void linearScalingDividesAll() {
    double[] frequencies = rotary(new RotaryConfig.Linear(4)).frequencies();
    assertEquals(0.25, frequencies[0]);
    assertEquals(plain(31) / 4, frequencies[31], 1e-15);
  }

  private static double[] yarn(double factor, double fast, double slow) {
    return rotary(new RotaryConfig.Yarn(factor, 4096, fast, slow, 1)).frequencies();
  }

  private static RotaryConfig rotary(RotaryConfig.Scaling scaling) {
    return new RotaryConfig(RotaryConfig.Pairs.NEIGHBOURS, DIMENSIONS, BASE, scaling);
  }

  private static double plain(int pair) {
    return Math.pow(BASE, -2.0 * pair / DIMENSIONS);
  }
}
