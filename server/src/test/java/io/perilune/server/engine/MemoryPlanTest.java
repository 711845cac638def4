package io.perilune.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.perilune.inference.kv.KvCache;
import io.perilune.server.config.PeriluneConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryPlanTest {
  private static final int UNLIMITED = Integer.MAX_VALUE;

  @Test
  void givesEachGenerationTheModelsContextWhereMemoryAllows() {
    assertEquals(new MemoryPlan(4_096, 16_384), plan(4_096, 1_000_000, UNLIMITED, false));
  }

  @Test
  void sharesTheCacheWhereMemoryIsShort() {
    assertEquals(new MemoryPlan(4_096, 10_000), plan(4_096, 10_000, UNLIMITED, false));
    assertEquals(new MemoryPlan(1_000, 1_000), plan(4_096, 1_000, UNLIMITED, false));
  }

  @Test
  void followsTheOperatorUpToTheModel() {
    assertEquals(new MemoryPlan(2_048, 2_048), plan(4_096, 1_000, 2_048, true));
    assertEquals(new MemoryPlan(4_096, 16_384), plan(4_096, 1_000_000, 9_999, true));
  }

  @Test
  void doesNotOverflow() {
    assertEquals(
        new MemoryPlan(1 << 30, UNLIMITED), plan(1 << 30, Long.MAX_VALUE, UNLIMITED, false));
  }

  @ParameterizedTest
  @CsvSource({"f16, F16", "F16, F16", "q8_0, Q8_0", "Q8_0, Q8_0", "f32, F32"})
  void knowsPrecisionsByTheirNames(String name, KvCache.Precision precision) {
    assertEquals(precision, MemoryPlan.precision(settings(name)));
  }

  @Test
  void keepsHalfFloatsUnlessToldOtherwise() {
    assertEquals(KvCache.Precision.F16, MemoryPlan.precision(settings(null)));
  }

  private static PeriluneConfig settings(String cacheType) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withMapping(PeriluneConfig.class)
            .withConverter(Path.class, 200, Path::of)
            .withConverter(Duration.class, 200, text -> Duration.parse("PT" + text));
    if (cacheType != null) {
      builder.withDefaultValue("perilune.kv-cache-type", cacheType);
    }
    return builder.build().getConfigMapping(PeriluneConfig.class);
  }

  private static MemoryPlan plan(int model, long affordable, int wanted, boolean explicit) {
    return MemoryPlan.of(model, affordable, wanted, explicit, 4);
  }
}
