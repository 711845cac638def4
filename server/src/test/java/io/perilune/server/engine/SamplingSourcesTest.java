package io.perilune.server.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgufFile;
import io.perilune.inference.sampling.SamplingOptions;
import io.perilune.server.chat.SamplingSettings;
import io.perilune.server.config.PeriluneConfig;
import io.perilune.toolcall.SamplingAdvice;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SamplingSourcesTest {
  private static final SamplingAdvice KIMI =
      new SamplingAdvice(OptionalDouble.of(0.6), OptionalDouble.of(0.01));

  @Test
  void asksRequestThenOperatorThenFileThenFormatThenDefaults() {
    SamplingSettings settings =
        SamplingSources.combine(
            operator(OptionalDouble.of(0.7)), metadata("general.sampling.top_p", 0.5f), KIMI);
    SamplingSettings request =
        new SamplingSettings(
            OptionalDouble.empty(),
            OptionalInt.of(7),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalLong.of(42));
    assertEquals(
        new SamplingOptions(0.7f, 7, 0.5f, 0.01f, 42), request.orElse(settings).toOptions());
    SamplingOptions defaults = SamplingSettings.NONE.toOptions();
    assertEquals(new SamplingOptions(0.8f, 40, 0.95f, 0.05f, defaults.seed()), defaults);
  }

  @Test
  void refusesADefaultOutOfRange() {
    ModelLoadException error =
        assertThrows(
            ModelLoadException.class,
            () ->
                SamplingSources.combine(
                    operator(OptionalDouble.empty()),
                    metadata("general.sampling.min_p", 3f),
                    SamplingAdvice.NONE));
    assertTrue(error.getMessage().contains("min_p"), error.getMessage());
  }

  private static PeriluneConfig.Sampling operator(OptionalDouble temperature) {
    return new PeriluneConfig.Sampling() {
      @Override
      public OptionalDouble temperature() {
        return temperature;
      }

      @Override
      public OptionalInt topK() {
        return OptionalInt.empty();
      }

      @Override
      public OptionalDouble topP() {
        return OptionalDouble.empty();
      }

      @Override
      public OptionalDouble minP() {
        return OptionalDouble.empty();
      }
    };
  }

  /** The metadata of a file of one float. */
  private static io.perilune.gguf.GgufMetadata metadata(String key, float value) {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    file.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(0).putLong(1);
    file.putLong(name.length).put(name).putInt(6).putFloat(value);
    return GgufFile.of(MemorySegment.ofArray(file.array()), "test.gguf").metadata();
  }
}
