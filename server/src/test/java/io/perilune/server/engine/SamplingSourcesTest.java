package io.perilune.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufMetadata;
import io.perilune.inference.sampling.SamplerKind;
import io.perilune.server.chat.SamplingParameter;
import io.perilune.server.chat.SamplingSettings;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.toolcall.SamplingAdvice;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SamplingSourcesTest {
  private static final SamplingAdvice KIMI =
      new SamplingAdvice(OptionalDouble.of(0.6), OptionalDouble.of(0.01));

  @Test
  void asksRequestThenOperatorThenFileThenFormatThenDefaults() {
    SamplingSettings settings =
        SamplingSources.combine(
            operator(Map.of("temperature", "0.7", "repeat-last-n", "-1", "seed", "9")),
            file("general.sampling.top_p", 0.5f),
            KIMI);
    SamplingSettings request = SamplingSettings.of(Map.of(SamplingParameter.TOP_K, 7.0));
    SamplingSettings all = request.orElse(settings).orElse(SamplingSettings.DEFAULTS);
    assertEquals(7, all.numbers().get(SamplingParameter.TOP_K));
    assertEquals(0.7, all.numbers().get(SamplingParameter.TEMPERATURE));
    assertEquals(-1, all.numbers().get(SamplingParameter.REPEAT_LAST_N));
    assertEquals(0.5, all.numbers().get(SamplingParameter.TOP_P));
    assertEquals(0.01, all.numbers().get(SamplingParameter.MIN_P));
    assertEquals(1.75, all.numbers().get(SamplingParameter.DRY_BASE));
    assertEquals(OptionalLong.of(9), all.seed());
  }

  @Test
  void knowsEachNumberByTheSettingOfItsName() {
    Map<String, String> settings = new HashMap<>();
    for (SamplingParameter parameter : SamplingParameter.values()) {
      settings.put(parameter.range().field().replace('_', '-'), "1");
    }
    SamplingSettings combined =
        SamplingSources.combine(operator(settings), file("x", 1), SamplingAdvice.NONE);
    for (SamplingParameter parameter : SamplingParameter.values()) {
      assertEquals(1, combined.numbers().get(parameter), parameter.toString());
    }
  }

  @Test
  void readsTheOrderOfStages() {
    List<SamplerKind> order =
        List.of(SamplerKind.TOP_K, SamplerKind.TYPICAL_P, SamplerKind.TEMPERATURE);
    assertEquals(
        Optional.of(order),
        SamplingSources.combine(
                operator(Map.of("samplers", "top_k,typical,temp")),
                file("x", 1),
                SamplingAdvice.NONE)
            .order());
    assertEquals(
        Optional.of(order),
        SamplingSources.combine(
                operator(Map.of()),
                file("general.sampling.sequence", "top_k;typ_p;temperature"),
                SamplingAdvice.NONE)
            .order());
    ModelLoadException error =
        assertThrows(
            ModelLoadException.class,
            () ->
                SamplingSources.combine(
                    operator(Map.of("samplers", "top_k,best")), file("x", 1), KIMI));
    assertTrue(error.getMessage().contains("top_n_sigma"), error.getMessage());
  }

  @Test
  void refusesADefaultOutOfRange() {
    ModelLoadException error =
        assertThrows(
            ModelLoadException.class,
            () ->
                SamplingSources.combine(
                    operator(Map.of()), file("general.sampling.min_p", 3f), SamplingAdvice.NONE));
    assertEquals(
        "The default for sampling, min_p, is 3.0; it must be a number from 0 to 1.",
        error.getMessage());
  }

  private static PeriluneConfig.Sampling operator(Map<String, String> settings) {
    Map<String, String> properties = new HashMap<>();
    settings.forEach((name, value) -> properties.put("perilune.sampling." + name, value));
    return new SmallRyeConfigBuilder()
        .withMapping(PeriluneConfig.Sampling.class, "perilune.sampling")
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .build()
        .getConfigMapping(PeriluneConfig.Sampling.class, "perilune.sampling");
  }

  /** The metadata of a file of one float. */
  private static GgufMetadata file(String key, float value) {
    return file(key, 6, ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(value));
  }

  /** The metadata of a file of one string. */
  private static GgufMetadata file(String key, String value) {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    return file(
        key,
        8,
        ByteBuffer.allocate(8 + text.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text));
  }

  private static GgufMetadata file(String key, int type, ByteBuffer value) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    file.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(0).putLong(1);
    file.putLong(name.length).put(name).putInt(type).put(value.flip());
    return GgufFile.of(MemorySegment.ofArray(file.array()), "test.gguf").metadata();
  }
}
