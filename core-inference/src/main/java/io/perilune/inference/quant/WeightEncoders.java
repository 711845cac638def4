package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The formats that can be written, by type. */
public final class WeightEncoders {
  private static final Map<GgmlType, WeightEncoder> BY_TYPE =
      byType(
          List.of(
              new F16Encoder(),
              new BF16Encoder(),
              new Q8_0Encoder(),
              new Q4_0Encoder(),
              new IQ4_NLEncoder(),
              new Q4_KEncoder(),
              new Q6_KEncoder()));

  private WeightEncoders() {}

  /**
   * The encoder of a type.
   *
   * @throws IllegalArgumentException if the type is not {@link #supported}; the message names the
   *     type and the supported ones
   */
  public static WeightEncoder of(GgmlType type) {
    WeightEncoder encoder = BY_TYPE.get(type);
    if (encoder == null) {
      throw new IllegalArgumentException(
          "weights cannot be written as " + type + "; choose one of " + supported());
    }
    return encoder;
  }

  /** The types that {@link #of} knows. */
  public static Set<GgmlType> supported() {
    return BY_TYPE.keySet();
  }

  private static Map<GgmlType, WeightEncoder> byType(List<WeightEncoder> encoders) {
    Map<GgmlType, WeightEncoder> map = new EnumMap<>(GgmlType.class);
    for (WeightEncoder encoder : encoders) {
      map.put(encoder.type(), encoder);
    }
    return Collections.unmodifiableMap(map);
  }
}
