package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The formats that can be decoded, by type. */
public final class WeightFormats {
  private static final Map<GgmlType, WeightFormat> BY_TYPE =
      byType(
          List.of(
              new F32Format(),
              new F16Format(),
              new BF16Format(),
              new Q8_0Format(),
              new Q4_0Format(),
              new Q4_KFormat(),
              new Q5_KFormat(),
              new Q6_KFormat()));

  private WeightFormats() {}

  /**
   * The format of a type.
   *
   * @throws IllegalArgumentException if the type is not {@link #supported}; the message names the
   *     type and the supported ones
   */
  public static WeightFormat of(GgmlType type) {
    WeightFormat format = BY_TYPE.get(type);
    if (format == null) {
      throw new IllegalArgumentException(
          "weights of type "
              + type
              + " are not supported; supported types are "
              + supported()
              + "; use a file that is quantised to one of these");
    }
    return format;
  }

  /** The types that {@link #of} knows. */
  public static Set<GgmlType> supported() {
    return BY_TYPE.keySet();
  }

  private static Map<GgmlType, WeightFormat> byType(List<WeightFormat> formats) {
    Map<GgmlType, WeightFormat> map = new EnumMap<>(GgmlType.class);
    for (WeightFormat format : formats) {
      map.put(format.type(), format);
    }
    return Collections.unmodifiableMap(map);
  }
}
