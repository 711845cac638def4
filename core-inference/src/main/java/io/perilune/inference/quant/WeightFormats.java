package io.perilune.inference.quant;

import io.perilune.gguf.GgmlType;
import java.util.EnumMap;
import java.util.Map;

/** The formats in which weights are stored, by type. Each type of tensors has one. */
public final class WeightFormats {
  private static final Map<GgmlType, WeightFormat> BY_TYPE = byType();

  private WeightFormats() {}

  /** The format of a type. */
  public static WeightFormat of(GgmlType type) {
    return BY_TYPE.get(type);
  }

  private static Map<GgmlType, WeightFormat> byType() {
    Map<GgmlType, WeightFormat> formats = new EnumMap<>(GgmlType.class);
    for (GgmlType type : GgmlType.values()) {
      formats.put(type, create(type));
    }
    return formats;
  }

  private static WeightFormat create(GgmlType type) {
    return switch (type) {
      case F32 -> new F32Format();
      case F16 -> new F16Format();
      case BF16 -> new BF16Format();
      case Q8_0 -> new Q8_0Format();
      case Q4_0 -> new Q4_0Format();
      case Q4_K -> new Q4_KFormat();
      case Q5_K -> new Q5_KFormat();
      case Q6_K -> new Q6_KFormat();
      case Q4_1 -> new Q4_1Format();
      case Q5_0 -> new Q5_0Format();
      case Q5_1 -> new Q5_1Format();
      case Q6_0 -> new Q6_0Format();
      case Q2_K -> new Q2_KFormat();
      case Q3_K -> new Q3_KFormat();
      case IQ1_S -> new IQ1_SFormat();
      case IQ1_M -> new IQ1_MFormat();
      case IQ2_XXS -> new IQ2_XXSFormat();
      case IQ2_XS -> new IQ2_XSFormat();
      case IQ2_S -> new IQ2_SFormat();
      case IQ3_XXS -> new IQ3_XXSFormat();
      case IQ3_S -> new IQ3_SFormat();
      case IQ4_NL -> new IQ4_NLFormat();
      case IQ4_XS -> new IQ4_XSFormat();
      case MXFP4 -> new MXFP4Format();
      case IQ2_K -> new IQ2_KFormat();
      case IQ2_KS -> new IQ2_KSFormat();
      case IQ2_KL -> new IQ2_KLFormat();
      case IQ3_K -> new IQ3_KFormat();
      case IQ3_KS -> new IQ3_KSFormat();
      case IQ4_K -> new IQ4_KFormat();
      case IQ4_KS -> new IQ4_KSFormat();
      case IQ4_KSS -> new IQ4_KSSFormat();
      case IQ5_K -> new IQ5_KFormat();
      case IQ5_KS -> new IQ5_KSFormat();
      case IQ6_K -> new IQ6_KFormat();
      case IQ1_KT -> new IQ1_KTFormat();
      case IQ2_KT -> new IQ2_KTFormat();
      case IQ3_KT -> new IQ3_KTFormat();
      case IQ4_KT -> new IQ4_KTFormat();
    };
  }
}
