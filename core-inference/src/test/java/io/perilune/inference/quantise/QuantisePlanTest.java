package io.perilune.inference.quantise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgmlType;
import io.perilune.gguf.GgufFile;
import io.perilune.gguf.GgufWriter;
import io.perilune.inference.quant.WeightEncoders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QuantisePlanTest {
  private static final GgufFile FILE =
      file(
          Map.of(
              "token_embd.weight", List.of(256L, 2L),
              "output.weight", List.of(256L, 2L),
              "output_norm.weight", List.of(256L),
              "blk.0.attn_k_b.weight", List.of(128L, 2L, 2L),
              "blk.0.attn_q_a_norm.weight", List.of(256L, 1L),
              "blk.0.ffn_down_exps.weight", List.of(512L, 2L, 3L),
              "blk.0.ffn_up_exps.weight", List.of(20L, 2L),
              "blk.0.ffn_gate_inp.weight", List.of(256L, 3L),
              "blk.0.exp_probs_b.bias", List.of(256L, 1L)));

  @Test
  void matricesGetTheTypeAndWhatIsSmallStays() {
    Map<String, GgmlType> types = types(QuantisePlan.of(FILE, TargetType.Q4_0, List.of(), false));
    assertEquals(GgmlType.Q4_0, types.get("token_embd.weight"));
    assertEquals(GgmlType.Q4_0, types.get("blk.0.ffn_down_exps.weight"));
    assertEquals(GgmlType.Q4_0, types.get("blk.0.attn_k_b.weight"));
    for (String kept :
        List.of(
            "output_norm.weight",
            "blk.0.attn_q_a_norm.weight",
            "blk.0.ffn_gate_inp.weight",
            "blk.0.exp_probs_b.bias")) {
      assertEquals(GgmlType.F32, types.get(kept), kept);
    }
  }

  @Test
  void theOutputKeepsMoreBits() {
    for (TargetType type : TargetType.values()) {
      boolean small = type.type().bytesPerBlock() * 32 < 25 * type.type().blockSize();
      GgmlType expected = small ? GgmlType.Q6_K : type.type();
      assertEquals(
          expected,
          types(QuantisePlan.of(FILE, type, List.of(), false)).get("output.weight"),
          type.name());
      assertEquals(
          type.type(), types(QuantisePlan.of(FILE, type, List.of(), true)).get("output.weight"));
    }
  }

  @Test
  void anEmbeddingThatIsTheOutputAsWellKeepsMoreBits() {
    GgufFile tied = file(Map.of("token_embd.weight", List.of(256L, 2L)));
    QuantisePlan plan = QuantisePlan.of(tied, TargetType.IQ4_NL, List.of(), false);
    assertEquals(Map.of("token_embd.weight", GgmlType.Q6_K), types(plan));
  }

  @Test
  void rowsThatBlocksDoNotDivideGetATypeThatFits() {
    assertFallback(TargetType.Q4_K, "blk.0.attn_k_b.weight", GgmlType.IQ4_NL);
    assertFallback(TargetType.Q6_K, "blk.0.attn_k_b.weight", GgmlType.Q8_0);
    for (TargetType type : EnumSet.complementOf(EnumSet.of(TargetType.F16, TargetType.BF16))) {
      assertFallback(type, "blk.0.ffn_up_exps.weight", GgmlType.F16);
    }
    assertEquals(List.of(), QuantisePlan.of(FILE, TargetType.BF16, List.of(), false).fallbacks());
  }

  private static void assertFallback(TargetType type, String name, GgmlType expected) {
    QuantisePlan plan = QuantisePlan.of(FILE, type, List.of(), false);
    assertEquals(expected, types(plan).get(name), type.name());
    assertTrue(
        plan.fallbacks().stream()
            .anyMatch(
                step -> step.tensor().name().equals(name) && step.unfit().orElseThrow() == type));
  }

  @Test
  void theFirstOverrideThatMatchesCounts() {
    List<TypeOverride> overrides =
        List.of(
            TypeOverride.parse("ffn_down_.*=q6_k"),
            TypeOverride.parse("_exps=BF16"),
            TypeOverride.ofTensor("output.weight", TargetType.F16));
    Map<String, GgmlType> types = types(QuantisePlan.of(FILE, TargetType.Q8_0, overrides, true));
    assertEquals(GgmlType.Q6_K, types.get("blk.0.ffn_down_exps.weight"));
    assertEquals(GgmlType.BF16, types.get("blk.0.ffn_up_exps.weight"));
    assertEquals(GgmlType.F16, types.get("output.weight"));
    assertEquals(GgmlType.Q8_0, types.get("token_embd.weight"));
  }

  @Test
  void overridesThatMatchNothingAreRefused() {
    for (String names : List.of("ffn_gate_inp", "output_norm", "nothing")) {
      List<TypeOverride> overrides = List.of(TypeOverride.parse(names + "=Q8_0"));
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> QuantisePlan.of(FILE, TargetType.Q4_K, overrides, false));
      assertTrue(e.getMessage().contains("'" + names + "' match no matrix"), e.getMessage());
    }
    TypeOverride exact = TypeOverride.ofTensor("put.weight", TargetType.F16);
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> QuantisePlan.of(FILE, TargetType.Q4_K, List.of(exact), false))
            .getMessage();
    assertTrue(message.contains("'put.weight' match no matrix of plan.gguf"), message);
  }

  @Test
  void overridesThatAreNoneAreRefused() {
    for (String text : List.of("", "=Q8_0", "output", "output=", "output=Q9", "(=Q8_0")) {
      assertThrows(IllegalArgumentException.class, () -> TypeOverride.parse(text), text);
    }
  }

  @Test
  void typesAreThoseThatCanBeWritten() {
    assertEquals(
        WeightEncoders.supported(),
        Arrays.stream(TargetType.values()).map(TargetType::type).collect(Collectors.toSet()));
    String message =
        assertThrows(IllegalArgumentException.class, () -> TargetType.of("IQ2_KL")).getMessage();
    for (GgmlType type : Set.copyOf(WeightEncoders.supported())) {
      assertEquals(type, TargetType.of(type.name().toLowerCase()).type());
      assertTrue(message.contains(type.name()), message);
    }
  }

  private static Map<String, GgmlType> types(QuantisePlan plan) {
    Map<String, GgmlType> types = new LinkedHashMap<>();
    plan.steps().forEach(step -> types.put(step.tensor().name(), step.target()));
    return types;
  }

  private static GgufFile file(Map<String, List<Long>> shapes) {
    GgufWriter writer = new GgufWriter();
    shapes.forEach(
        (name, shape) ->
            writer.tensor(
                name,
                GgmlType.F32,
                shape,
                MemorySegment.ofArray(new byte[(int) GgmlType.F32.bytes(shape)])));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writer.write(Channels.newChannel(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return GgufFile.of(MemorySegment.ofArray(bytes.toByteArray()), "plan.gguf");
  }
}
