package io.perilune.gguf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Why a tensor type outside {@link GgmlType} cannot be read, for the ids that files are known to
 * hold. The ids are those of ggml and of ik_llama.cpp.
 */
final class UnsupportedTensorTypes {
  private static final String REMEDY_REQUANTIZE =
      " Use a file in one of the supported types, such as Q4_K_M or Q8_0.";
  private static final String REMEDY_NOT_REPACKED = " Use the file from before it was repacked.";

  private static final Map<Integer, String> EXPLANATIONS = new HashMap<>();

  static {
    explain(
        "was taken out of the format",
        REMEDY_REQUANTIZE,
        List.of(named(4, "Q4_2"), named(5, "Q4_3")));
    explain(
        "holds rows interleaved for one kind of processor",
        REMEDY_NOT_REPACKED,
        List.of(
            named(31, "Q4_0_4_4"),
            named(32, "Q4_0_4_8"),
            named(33, "Q4_0_8_8"),
            named(36, "IQ4_NL_4_4"),
            named(37, "IQ4_NL_4_8"),
            named(38, "IQ4_NL_8_8"),
            named(202, "Q4_0_R8"),
            named(206, "Q5_0_R4"),
            named(208, "Q8_0_R8"),
            named(210, "Q2_K_R4"),
            named(211, "Q3_K_R4"),
            named(212, "Q4_K_R4"),
            named(213, "Q5_K_R4"),
            named(214, "Q6_K_R4"),
            named(216, "IQ2_XXS_R4"),
            named(217, "IQ2_XS_R4"),
            named(218, "IQ3_XXS_R4"),
            named(219, "IQ1_S_R4"),
            named(220, "IQ4_NL_R4"),
            named(221, "IQ3_S_R4"),
            named(222, "IQ2_S_R4"),
            named(223, "IQ4_XS_R8"),
            named(229, "IQ1_M_R4"),
            named(230, "BF16_R16"),
            named(233, "Q6_0_R4"),
            named(335, "IQ2_BN_R4"),
            named(337, "IQ2_K_R4"),
            named(338, "IQ3_K_R4"),
            named(339, "IQ4_K_R4"),
            named(340, "IQ5_K_R4"),
            named(344, "IQ4_KS_R4"),
            named(352, "IQ5_KS_R4"),
            named(398, "Q8_KV_R8"),
            named(399, "Q8_K_R8")));
    explain(
        "is not supported",
        REMEDY_REQUANTIZE,
        List.of(
            named(24, "I8"),
            named(25, "I16"),
            named(26, "I32"),
            named(27, "I64"),
            named(28, "F64"),
            named(34, "TQ1_0"),
            named(35, "TQ2_0"),
            named(40, "NVFP4"),
            named(41, "Q1_0"),
            named(134, "IQ1_BN"),
            named(135, "IQ2_BN")));
    explain(
        "is meant for intermediate results and not for files",
        REMEDY_REQUANTIZE,
        List.of(
            named(9, "Q8_1"),
            named(15, "Q8_K"),
            named(97, "Q8_0_X4"),
            named(98, "Q8_1_X4"),
            named(99, "Q8_2_X4"),
            named(136, "Q8_K64"),
            named(147, "Q8_K16"),
            named(148, "Q8_K32"),
            named(149, "Q8_KR8"),
            named(150, "Q8_K128"),
            named(151, "Q8_KV")));
  }

  private record Named(int id, String name) {}

  private UnsupportedTensorTypes() {}

  /** What is wrong with the type {@code id} and what to do, to be put after a tensor's name. */
  static String explain(int id) {
    String known = EXPLANATIONS.get(id);
    return known != null
        ? known
        : "has the unknown type " + Integer.toUnsignedString(id) + "." + REMEDY_REQUANTIZE;
  }

  private static void explain(String reason, String remedy, List<Named> types) {
    for (Named type : types) {
      EXPLANATIONS.put(
          type.id(),
          "is of the type " + type.name() + " (" + type.id() + "), which " + reason + "." + remedy);
    }
  }

  private static Named named(int id, String name) {
    return new Named(id, name);
  }
}
