package io.perilune.gguf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Why a tensor type outside {@link GgmlType} cannot be read, for the ids that files are known to
 * hold. The ids are those of ggml and of ik_llama.cpp.
 */
final class UnsupportedTensorTypes {
  private static final String REMEDY_OTHER_TYPE =
      " Use a file in one of the supported types, such as Q4_K_M or Q8_0.";
  private static final String REMEDY_NOT_REPACKED = " Use the file from before it was repacked.";

  private enum Reason {
    REMOVED("was taken out of the format", REMEDY_OTHER_TYPE, "4 Q4_2  5 Q4_3"),
    REPACKED(
        "holds rows interleaved for one kind of processor",
        REMEDY_NOT_REPACKED,
        """
        31 Q4_0_4_4     32 Q4_0_4_8     33 Q4_0_8_8
        36 IQ4_NL_4_4   37 IQ4_NL_4_8   38 IQ4_NL_8_8
        202 Q4_0_R8     206 Q5_0_R4     208 Q8_0_R8     210 Q2_K_R4     211 Q3_K_R4
        212 Q4_K_R4     213 Q5_K_R4     214 Q6_K_R4     216 IQ2_XXS_R4  217 IQ2_XS_R4
        218 IQ3_XXS_R4  219 IQ1_S_R4    220 IQ4_NL_R4   221 IQ3_S_R4    222 IQ2_S_R4
        223 IQ4_XS_R8   229 IQ1_M_R4    230 BF16_R16    233 Q6_0_R4     335 IQ2_BN_R4
        337 IQ2_K_R4    338 IQ3_K_R4    339 IQ4_K_R4    340 IQ5_K_R4    344 IQ4_KS_R4
        352 IQ5_KS_R4   398 Q8_KV_R8    399 Q8_K_R8
        """),
    NOT_IMPLEMENTED(
        "is not supported",
        REMEDY_OTHER_TYPE,
        """
        24 I8     25 I16    26 I32   27 I64      28 F64      34 TQ1_0
        35 TQ2_0  40 NVFP4  41 Q1_0  134 IQ1_BN  135 IQ2_BN
        """),
    INTERMEDIATE(
        "is meant for intermediate results and not for files",
        REMEDY_OTHER_TYPE,
        """
        9 Q8_1      15 Q8_K     97 Q8_0_X4  98 Q8_1_X4   99 Q8_2_X4  136 Q8_K64
        147 Q8_K16  148 Q8_K32  149 Q8_KR8  150 Q8_K128  151 Q8_KV
        """);

    private final String text;
    private final String remedy;
    private final Map<Integer, String> names = new HashMap<>();

    /** {@code types} lists ids, each followed by its name. */
    Reason(String text, String remedy, String types) {
      this.text = text;
      this.remedy = remedy;
      String[] words = types.strip().split("\\s+");
      for (int i = 0; i < words.length; i += 2) {
        names.put(Integer.valueOf(words[i]), words[i + 1]);
      }
    }
  }

  private UnsupportedTensorTypes() {}

  /** What is wrong with the type {@code id} and what to do, to be put after a tensor's name. */
  static String explain(int id) {
    return Arrays.stream(Reason.values())
        .filter(reason -> reason.names.containsKey(id))
        .map(
            reason ->
                "is of the type "
                    + reason.names.get(id)
                    + " ("
                    + id
                    + "), which "
                    + reason.text
                    + "."
                    + reason.remedy)
        .findFirst()
        .orElseGet(
            () -> "has the unknown type " + Integer.toUnsignedString(id) + "." + REMEDY_OTHER_TYPE);
  }
}
