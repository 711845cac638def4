package io.perilune.server.engine;

import io.perilune.inference.kv.KvCache;
import io.perilune.inference.model.ModelConfig;
import io.perilune.server.config.PeriluneConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How much context fits.
 *
 * @param contextLength the most tokens of a prompt and its answer together
 * @param cacheTokens room in the KV cache, over all generations; at least one context
 */
record MemoryPlan(int contextLength, int cacheTokens) {
  /** The share of free memory that the KV cache takes by default. */
  private static final int FREE_MEMORY_SHARE = 4;

  /** The least context that is worth serving. */
  private static final int CONTEXT_MIN = KvCache.BLOCK_TOKENS;

  /**
   * Plans for the settings.
   *
   * @throws IllegalArgumentException if the model's keys and values cannot be kept as wanted
   */
  static MemoryPlan of(ModelConfig model, PeriluneConfig config) {
    long bytesPerToken = model.cacheBytesPerToken(precision(config));
    long affordable = Math.max(CONTEXT_MIN, freeMemory() / FREE_MEMORY_SHARE / bytesPerToken);
    return of(
        model.contextLength(),
        affordable,
        config.ctxSize().orElse(Integer.MAX_VALUE),
        config.ctxSize().isPresent(),
        config.parallel());
  }

  static KvCache.Precision precision(PeriluneConfig config) {
    return switch (config.kvCacheType()) {
      case F16 -> KvCache.Precision.F16;
      case Q8_0 -> KvCache.Precision.Q8_0;
      case F32 -> KvCache.Precision.F32;
    };
  }

  /**
   * Plans.
   *
   * @param modelContext what the model was made for, in tokens
   * @param affordable what memory allows, in tokens
   * @param wanted what the operator wants, in tokens
   * @param explicit whether the operator said so; then memory does not limit it
   * @param parallel generations at the same time; each gets a whole context while memory allows
   */
  static MemoryPlan of(
      int modelContext, long affordable, int wanted, boolean explicit, int parallel) {
    int context = Math.min(modelContext, wanted);
    if (!explicit) {
      context = (int) Math.min(context, affordable);
    }
    long all = Math.min((long) context * parallel, Integer.MAX_VALUE);
    return new MemoryPlan(context, (int) Math.max(context, Math.min(all, affordable)));
  }

  /** Memory that can be had without swapping, in bytes. */
  private static long freeMemory() {
    try {
      // Unlike the JDK's figure, this counts the page cache, which gives way.
      List<String> lines = Files.readAllLines(Path.of("/proc/meminfo"));
      for (String line : lines) {
        if (line.startsWith("MemAvailable:")) {
          String kibibytes = line.substring("MemAvailable:".length()).replace("kB", "").strip();
          return Math.multiplyExact(Long.parseLong(kibibytes), 1024L);
        }
      }
    } catch (IOException | NumberFormatException e) {
      // Not Linux: ask the JDK.
    }
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getFreeMemorySize();
  }
}
