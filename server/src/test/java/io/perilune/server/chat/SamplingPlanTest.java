package io.perilune.server.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.perilune.inference.sampling.LogitBias;
import io.perilune.inference.sampling.Mirostat;
import io.perilune.inference.sampling.SamplerKind;
import io.perilune.inference.sampling.SamplingOptions;
import io.perilune.inference.sampling.Truncation;
import io.perilune.inference.tokenizer.Tokenizer;
import io.perilune.server.constraint.ByteVocabulary;
import io.perilune.server.error.ApiException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SamplingPlanTest {
  private static final Tokenizer TOKENIZER = new ByteVocabulary();

  @Test
  void startsFromTheDefaultsOfLlamaCpp() {
    SamplingOptions options = plan(SamplingSettings.NONE);
    assertEquals(0.8f, options.temperature());
    assertEquals(new Truncation(40, 0.95f, 0.05f, 1, 0, 0), options.truncation());
    assertEquals(SamplerKind.DEFAULT_ORDER, options.order());
    assertEquals(Mirostat.Version.OFF, options.mirostat().version());
    assertEquals(64, options.penalties().window());
    assertEquals(0, options.dry().multiplier());
    assertEquals(OptionalInt.empty(), options.topLogprobs());
    assertNotEquals(options.seed(), plan(SamplingSettings.NONE).seed());
  }

  @Test
  void readsWhatClientsMeanBySpecialValues() {
    SamplingOptions options =
        plan(
            SamplingSettings.of(
                Map.of(
                    SamplingParameter.TOP_K, -1.0,
                    SamplingParameter.TOP_P, 0.0,
                    SamplingParameter.REPEAT_LAST_N, -1.0,
                    SamplingParameter.DRY_PENALTY_LAST_N, 0.0,
                    SamplingParameter.MIROSTAT, 2.0)));
    assertEquals(0, options.truncation().topK());
    assertEquals(1e-6f, options.truncation().topP());
    assertEquals(Integer.MAX_VALUE, options.penalties().window());
    assertEquals(0, options.dry().window());
    assertEquals(Mirostat.Version.TWO, options.mirostat().version());
  }

  @Test
  void answersToOneRequestDifferInTheirSeeds() {
    SamplingSettings settings = seeded(5, List.of());
    List<Long> seeds =
        SamplingPlan.options(settings, TOKENIZER, 3).stream().map(SamplingOptions::seed).toList();
    assertEquals(List.of(5L, 6L, 7L), seeds);
  }

  @Test
  void findsTheTokensOfBiases() {
    List<TokenBias> biases =
        List.of(
            new TokenBias(new TokenBias.Text("ab"), 2),
            new TokenBias(new TokenBias.Token('b'), -1),
            new TokenBias(new TokenBias.Token('c'), LogitBias.BAN));
    assertEquals(
        LogitBias.of(new int[] {'a', 'b', 'c'}, new float[] {2, -1, LogitBias.BAN}),
        plan(seeded(1, biases)).logitBias());
    List<TokenBias> unknown = List.of(new TokenBias(new TokenBias.Token(1_000_000), 1));
    ApiException error = assertThrows(ApiException.class, () -> plan(seeded(1, unknown)));
    assertEquals(Optional.of("logit_bias"), error.parameter());
  }

  private static SamplingOptions plan(SamplingSettings settings) {
    return SamplingPlan.options(settings, TOKENIZER, 1).getFirst();
  }

  private static SamplingSettings seeded(long seed, List<TokenBias> biases) {
    return new SamplingSettings(
        Map.of(),
        OptionalLong.of(seed),
        Optional.empty(),
        Optional.empty(),
        biases,
        OptionalInt.empty());
  }
}
