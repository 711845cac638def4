package io.perilune.inference.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.perilune.gguf.GgufFormatException;
import io.perilune.inference.kernel.KernelProvider;
import io.perilune.inference.kernel.Workers;
import io.perilune.inference.model.TinyModel.Layout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ModelConfigTest {

  @Test
  void readsLatentAttentionAndExperts() {
    ModelConfig config = ModelConfig.read(TinyModel.deepSeek2(Layout.ABSORBED).file());
    assertEquals(TinyModel.VOCABULARY, config.vocabularySize());
    assertEquals(512, config.contextLength());
    assertEquals(24, config.cacheWidth());
    double temperature = 1 + 0.1 * Math.log(4);
    assertEquals(
        new AttentionConfig.MultiHeadLatent(
            4, 16, 20, 8, 4, 6, (float) (temperature * temperature / Math.sqrt(12))),
        config.layers().get(1).attention());
    assertEquals(new FeedForwardConfig.Dense(48), config.layers().get(0).feedForward());
    assertEquals(
        new FeedForwardConfig.MixtureOfExperts(
            5, 2, 16, 16, FeedForwardConfig.Gating.SIGMOID, true, 2.5f),
        config.layers().get(1).feedForward());
  }

  @Test
  void allLayoutsHaveTheSameHyperParameters() {
    ModelConfig absorbed = ModelConfig.read(TinyModel.deepSeek2(Layout.ABSORBED).file());
    assertEquals(absorbed, ModelConfig.read(TinyModel.deepSeek2(Layout.JOINT).file()));
    assertEquals(absorbed, ModelConfig.read(TinyModel.deepSeek2(Layout.BOTH).file()));
  }

  @Test
  void takesTheSoftmaxWhereTheGatingIsNotGiven() {
    TinyModel old =
        TinyModel.deepSeek2(Layout.JOINT)
            .remove("expert_gating_func")
            .remove("expert_weights_norm")
            .remove("expert_weights_scale");
    assertEquals(
        new FeedForwardConfig.MixtureOfExperts(
            5, 2, 16, 16, FeedForwardConfig.Gating.SOFTMAX, false, 1),
        ModelConfig.read(old.file()).layers().get(2).feedForward());
  }

  @Test
  void readsNumbersOfEachLayer() {
    TinyModel model =
        TinyModel.llama()
            .set("attention.head_count", new long[] {4, 4, 2})
            .set("attention.head_count_kv", new long[] {2, 1, 2})
            .set("feed_forward_length", new long[] {48, 16, 32})
            .set("attention.key_length", 8)
            .set("attention.value_length", 8);
    ModelConfig config = ModelConfig.read(model.file());
    assertEquals(
        List.of(4, 4, 2), config.layers().stream().map(l -> l.attention().heads()).toList());
    assertEquals(new FeedForwardConfig.Dense(16), config.layers().get(1).feedForward());
    assertEquals(32, config.cacheWidth());
  }

  @Test
  void readsTheVariantsOfGroupedQueryAttention() {
    float scale = (float) (1 / Math.sqrt(8));
    assertEquals(
        new AttentionConfig.GroupedQuery(4, 2, 8, 8, scale, false, false),
        attention(TinyModel.llama()));
    assertEquals(
        new AttentionConfig.GroupedQuery(4, 2, 8, 8, scale, true, false),
        attention(TinyModel.qwen2()));
    assertEquals(
        new AttentionConfig.GroupedQuery(4, 2, 8, 8, scale, false, true),
        attention(TinyModel.qwen3()));
  }

  private static AttentionConfig attention(TinyModel model) {
    return ModelConfig.read(model.file()).layers().getFirst().attention();
  }

  @Test
  void theExpertsOfQwen3AreNormalisedUnlessTheFileSaysNo() {
    FeedForwardConfig normalised =
        new FeedForwardConfig.MixtureOfExperts(
            5, 2, 16, 0, FeedForwardConfig.Gating.SOFTMAX, true, 1);
    FeedForwardConfig asTheyAre =
        new FeedForwardConfig.MixtureOfExperts(
            5, 2, 16, 0, FeedForwardConfig.Gating.SOFTMAX, false, 1);
    TinyModel model = TinyModel.qwen3Moe();
    assertEquals(normalised, ModelConfig.read(model.file()).layers().getLast().feedForward());
    model.set("expert_weights_norm", false);
    assertEquals(asTheyAre, ModelConfig.read(model.file()).layers().getLast().feedForward());
  }

  @Test
  void readsHowPositionsAreScaled() {
    assertEquals(
        new RotaryConfig(RotaryConfig.Pairs.HALVES, 8, 10000, new RotaryConfig.None()),
        ModelConfig.read(TinyModel.qwen3().file()).rotary());
    TinyModel yarn =
        TinyModel.qwen2()
            .set("rope.scaling.type", "yarn")
            .set("rope.scaling.factor", 4.0)
            .set("rope.scaling.original_context_length", 64);
    assertEquals(
        new RotaryConfig.Yarn(4, 64, 32, 1, 1 + 0.1 * Math.log(4)),
        ModelConfig.read(yarn.file()).rotary().scaling());
    yarn.set("rope.scaling.attn_factor", 0.5);
    assertEquals(0.5 * (1 + 0.1 * Math.log(4)), ModelConfig.read(yarn.file()).rotary().magnitude());
    TinyModel latent = TinyModel.deepSeek2(Layout.ABSORBED);
    assertEquals(1, ModelConfig.read(latent.file()).rotary().magnitude());
  }

  @Test
  void aFactorWithoutATypeScalesLinearly() {
    for (String key : List.of("rope.scaling.factor", "rope.scale_linear")) {
      TinyModel model = TinyModel.llama().set(key, 4.0);
      assertEquals(
          new RotaryConfig.Linear(4), ModelConfig.read(model.file()).rotary().scaling(), key);
    }
  }

  static List<Arguments> wrongKeys() {
    List<Arguments> wrong = new ArrayList<>();
    wrong.add(Arguments.of("block_count", 0));
    wrong.add(Arguments.of("block_count", 4097));
    wrong.add(Arguments.of("context_length", 0));
    wrong.add(Arguments.of("embedding_length", -1));
    wrong.add(Arguments.of("attention.head_count", 0));
    wrong.add(Arguments.of("attention.head_count", new long[] {4, 4}));
    wrong.add(Arguments.of("attention.head_count", new long[] {4, 0, 4}));
    wrong.add(Arguments.of("feed_forward_length", "many"));
    wrong.add(Arguments.of("attention.layer_norm_rms_epsilon", Double.NaN));
    wrong.add(Arguments.of("attention.layer_norm_rms_epsilon", -1e-6));
    wrong.add(Arguments.of("rope.freq_base", Double.POSITIVE_INFINITY));
    wrong.add(Arguments.of("rope.freq_base", 0.0));
    wrong.add(Arguments.of("rope.dimension_count", 3));
    wrong.add(Arguments.of("rope.dimension_count", 14));
    wrong.add(Arguments.of("rope.scaling.type", "longrope"));
    wrong.add(Arguments.of("rope.scaling.factor", 0.0));
    wrong.add(Arguments.of("attention.kv_lora_rank", 0));
    wrong.add(Arguments.of("leading_dense_block_count", 4));
    wrong.add(Arguments.of("expert_count", 0));
    wrong.add(Arguments.of("expert_used_count", 6));
    wrong.add(Arguments.of("expert_gating_func", 3));
    wrong.add(Arguments.of("expert_group_count", 2));
    wrong.add(Arguments.of("expert_shared_count", Integer.MAX_VALUE));
    wrong.add(Arguments.of("expert_weights_scale", Double.NaN));
    wrong.add(Arguments.of("vocab_size", 41));
    return wrong;
  }

  @ParameterizedTest
  @MethodSource("wrongKeys")
  void namesTheKeyThatIsWrong(String key, Object value) {
    TinyModel model = TinyModel.deepSeek2(Layout.JOINT).set(key, value);
    GgufFormatException e =
        assertThrows(GgufFormatException.class, () -> ModelConfig.read(model.file()));
    assertTrue(e.getMessage().contains("'deepseek2." + key + "'"), e.getMessage());
  }

  @Test
  void namesKeysAtOddsWithEachOther() {
    TinyModel model = TinyModel.llama().set("attention.head_count_kv", 3);
    GgufFormatException e =
        assertThrows(GgufFormatException.class, () -> ModelConfig.read(model.file()));
    assertTrue(e.getMessage().contains("'llama.attention.head_count_kv'"), e.getMessage());
  }

  @Test
  void listsTheSupportedArchitectures() {
    assertEquals(
        List.of("deepseek2", "llama", "qwen2", "qwen3", "qwen3moe"),
        ModelConfig.supportedArchitectures());
    TinyModel model = TinyModel.llama().setGeneral("general.architecture", "mamba");
    GgufFormatException e =
        assertThrows(GgufFormatException.class, () -> ModelConfig.read(model.file()));
    assertTrue(e.getMessage().contains("\"mamba\""), e.getMessage());
    for (String name : ModelConfig.supportedArchitectures()) {
      assertTrue(e.getMessage().contains(name), e.getMessage());
    }
  }

  @Test
  void namesTheTensorThatIsMissingOrMisshapenOrUnknown() {
    float[] eight = new float[8];
    assertRefused(
        TinyModel.llama().removeTensor("blk.1.attn_k.weight"), "'blk.1.attn_k.weight' is missing");
    assertRefused(
        TinyModel.llama().tensor("blk.2.attn_norm.weight", List.of(8L), eight),
        "'blk.2.attn_norm.weight' has shape [8]");
    assertRefused(
        TinyModel.llama().tensor("blk.0.attn_q.bias", List.of(8L), eight),
        "'blk.0.attn_q.bias' is not part of");
    assertRefused(
        TinyModel.qwen2().removeTensor("blk.0.attn_q.bias"), "'blk.0.attn_q.bias' is missing");
    assertRefused(
        TinyModel.qwen3().removeTensor("blk.2.attn_k_norm.weight"),
        "'blk.2.attn_k_norm.weight' is missing");
    TinyModel infinite = TinyModel.llama();
    infinite.values("output_norm.weight")[3] = Float.NEGATIVE_INFINITY;
    assertRefused(infinite, "'output_norm.weight' holds a value that is not finite");
  }

  private static void assertRefused(TinyModel model, String named) {
    try (Workers workers = new Workers(1)) {
      GgufFormatException e =
          assertThrows(
              GgufFormatException.class,
              () ->
                  LanguageModels.load(
                      model.file(), KernelProvider.scalar(), workers, new LoadOptions(1, 1)));
      assertTrue(e.getMessage().contains(named), e.getMessage());
    }
  }
}
