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
              new Q6_KFormat(),
              new Q4_1Format(),
              new Q5_0Format(),
              new Q5_1Format(),
              new Q6_0Format(),
              new Q2_KFormat(),
              new Q3_KFormat(),
              new IQ1_SFormat(),
              new IQ1_MFormat(),
              new IQ2_XXSFormat(),
              new IQ2_XSFormat(),
              new IQ2_SFormat(),
              new IQ3_XXSFormat(),
              new IQ3_SFormat(),
              new IQ4_NLFormat(),
              new IQ4_XSFormat(),
              new MXFP4Format(),
              new IQ2_KFormat(),
              new IQ2_KSFormat(),
              new IQ2_KLFormat(),
              new IQ3_KFormat(),
              new IQ3_KSFormat(),
              new IQ4_KFormat(),
              new IQ4_KSFormat(),
              new IQ4_KSSFormat(),
              new IQ5_KFormat(),
              new IQ5_KSFormat(),
              new IQ6_KFormat(),
              new IQ1_KTFormat(),
              new IQ2_KTFormat(),
              new IQ3_KTFormat(),
              new IQ4_KTFormat()));

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
