package io.perilune.inference.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Each stage against its definition in {@link PlainStages}. */
class SamplerStagesTest {
  /** Where rounding may decide, both answers are right. */
  private static final double ROUNDING = 1e-5;

  private static final int DEFINED_ANYWHERE = 1 << 20;

  private static TokenDistribution distribution(SamplingOptions options, float[] logits) {
    return distribution(options, logits, new int[0]);
  }

  private static TokenDistribution distribution(
      SamplingOptions options, float[] logits, int[] prompt) {
    float[] untouched = logits.clone();
    Sampler sampler = new Sampler(options, logits.length, prompt);
    int token = sampler.sample(logits, 0);
    assertTrue(sampler.distribution().probabilityOf(token) > 0);
    for (int i = 0; i < logits.length; i++) {
      assertEquals(untouched[i], logits[i]);
    }
    return sampler.distribution();
  }

  private static void assertSame(List<PlainCandidate> expected, TokenDistribution actual) {
    Map<Integer, Double> probabilities = PlainStages.softmax(expected);
    assertEquals(probabilities.keySet(), tokens(actual));
    for (int place = 0; place < actual.size(); place++) {
      assertEquals(probabilities.get(actual.token(place)), actual.probability(place), ROUNDING);
    }
  }

  private static Set<Integer> tokens(TokenDistribution distribution) {
    Set<Integer> tokens = new HashSet<>();
    for (int place = 0; place < distribution.size(); place++) {
      assertTrue(tokens.add(distribution.token(place)), "twice the same token");
    }
    return tokens;
  }

  private static Truncation truncation(
      int topK, double topP, double minP, double typicalP, double sigma, int minKeep) {
    return new Truncation(
        topK, (float) topP, (float) minP, (float) typicalP, (float) sigma, minKeep);
  }

  private static OptionsBuilder options() {
    return new OptionsBuilder();
  }

  @Property
  void withoutStagesAllTokensAreLeft(@ForAll("logits") float[] logits) {
    assertSame(PlainStages.of(logits), distribution(options().build(), logits));
  }

  @Property
  void topK(@ForAll("logits") float[] logits, @ForAll @IntRange(min = 1, max = 61) int k) {
    assertSame(
        PlainStages.topK(PlainStages.of(logits), k),
        distribution(options().with(truncation(k, 1, 0, 1, 0, 0)).build(), logits));
  }

  @Property
  void topP(
      @ForAll("logits") float[] logits,
      @ForAll("shares") double p,
      @ForAll @IntRange(max = 5) int minKeep) {
    TokenDistribution actual =
        distribution(options().with(truncation(0, p, 0, 1, 0, minKeep)).build(), logits);
    List<PlainCandidate> all = PlainStages.of(logits);
    assertBetween(
        PlainStages.topP(all, (float) p - ROUNDING, minKeep),
        PlainStages.topP(all, (float) p + ROUNDING, minKeep),
        actual);
  }

  @Property
  void minP(
      @ForAll("logits") float[] logits,
      @ForAll("shares") double p,
      @ForAll @IntRange(max = 5) int minKeep) {
    TokenDistribution actual =
        distribution(options().with(truncation(0, 1, p, 1, 0, minKeep)).build(), logits);
    List<PlainCandidate> all = PlainStages.of(logits);
    assertBetween(
        PlainStages.minP(all, (float) p * (1 + ROUNDING), minKeep),
        PlainStages.minP(all, (float) p * (1 - ROUNDING), minKeep),
        actual);
  }

  @Property
  void topNSigma(@ForAll("logits") float[] logits, @ForAll("sigmas") double n) {
    List<PlainCandidate> all = PlainStages.of(logits);
    assertBetween(
        PlainStages.topNSigma(all, n * (1 - ROUNDING) - 1e-9),
        PlainStages.topNSigma(all, n * (1 + ROUNDING) + 1e-9),
        distribution(options().with(truncation(0, 1, 0, 1, n, 0)).build(), logits));
  }

  /** Compares the tokens that surely must be left and those that may be. */
  private static void assertBetween(
      List<PlainCandidate> least, List<PlainCandidate> most, TokenDistribution actual) {
    Set<Integer> tokens = tokens(actual);
    for (PlainCandidate candidate : least) {
      assertTrue(tokens.contains(candidate.token()), () -> candidate + " is missing");
    }
    Set<Integer> possible = new HashSet<>();
    most.forEach(candidate -> possible.add(candidate.token()));
    assertTrue(possible.containsAll(tokens), () -> tokens + " are not all of " + possible);
  }

  @Property
  void typical(
      @ForAll("distinct") float[] logits,
      @ForAll("shares") double p,
      @ForAll @IntRange(max = 5) int minKeep) {
    TokenDistribution actual =
        distribution(options().with(truncation(0, 1, 0, p, 0, minKeep)).build(), logits);
    List<PlainCandidate> all = PlainStages.of(logits);
    List<PlainCandidate> least = PlainStages.typical(all, (float) p - ROUNDING, minKeep);
    List<PlainCandidate> most = PlainStages.typical(all, (float) p + ROUNDING, minKeep);
    // Equally typical tokens may be taken in any order, so only the number is certain.
    assertTrue(
        actual.size() >= least.size() && actual.size() <= most.size(),
        () -> actual.size() + " tokens, not " + least.size() + " to " + most.size());
    if (least.equals(most)) {
      double expected = probability(all, most.stream().map(PlainCandidate::token).toList());
      assertEquals(expected, probability(all, tokens(actual)), 1e-3);
    }
  }

  private static double probability(List<PlainCandidate> all, Iterable<Integer> tokens) {
    Map<Integer, Double> probabilities = PlainStages.softmax(all);
    double sum = 0;
    for (int token : tokens) {
      sum += probabilities.get(token);
    }
    return sum;
  }

  @Property
  void xtcThatAlwaysExcludes(
      @ForAll("logits") float[] logits,
      @ForAll("thresholds") float threshold,
      @ForAll @IntRange(max = 5) int minKeep) {
    assertSame(
        PlainStages.xtc(PlainStages.of(logits), threshold, minKeep),
        distribution(
            options().with(truncation(0, 1, 0, 1, 0, minKeep)).with(new Xtc(1, threshold)).build(),
            logits));
  }

  @Test
  void xtcExcludesAsOftenAsItShould() {
    float[] logits = {5, 5, 4, 1};
    int excluded = 0;
    Sampler sampler = new Sampler(options().with(new Xtc(0.3f, 0.1f)).build(), 4);
    for (int i = 0; i < 20_000; i++) {
      sampler.accept(sampler.sample(logits, 0));
      excluded += sampler.distribution().size() == 4 ? 0 : 1;
    }
    assertEquals(0.3, excluded / 20_000., 0.015);
  }

  @Property
  void temperature(@ForAll("logits") float[] logits, @ForAll("temperatures") float temperature) {
    assertSame(
        PlainStages.divided(PlainStages.of(logits), temperature),
        distribution(options().temperature(temperature).build(), logits));
  }

  @Property
  void dynamicTemperature(
      @ForAll("logits") float[] logits,
      @ForAll("temperatures") float temperature,
      @ForAll("temperatures") float range,
      @ForAll("temperatures") float exponent) {
    List<PlainCandidate> all = PlainStages.of(logits);
    SamplingOptions options =
        options().temperature(temperature).with(new DynamicTemperature(range, exponent)).build();
    if (all.size() == 1) {
      assertSame(all, distribution(options, logits));
      return;
    }
    double value = PlainStages.dynamicTemperature(all, temperature, range, exponent);
    if (value > 1e-3) {
      assertSame(PlainStages.divided(all, value), distribution(options, logits));
    }
  }

  @Property
  void penalties(
      @ForAll("logits") float[] logits,
      @ForAll("penalties") RepetitionPenalties penalties,
      @ForAll("histories") List<Integer> history,
      @ForAll @IntRange(max = 30) int prompt) {
    List<Integer> known = within(history, logits.length);
    assertSame(
        PlainStages.penalised(PlainStages.of(logits), known, penalties),
        afterHistory(options().with(penalties).build(), logits, known, prompt));
  }

  @Property
  void dry(
      @ForAll("logits") float[] logits,
      @ForAll("dries") Dry dry,
      @ForAll("histories") List<Integer> history,
      @ForAll @IntRange(max = 30) int prompt) {
    List<Integer> known = within(history, logits.length);
    assertSame(
        PlainStages.dry(PlainStages.of(logits), known, dry, List.of(3)),
        afterHistory(options().with(dry).build(), logits, known, prompt));
  }

  private static List<Integer> within(List<Integer> history, int vocabularySize) {
    return history.stream().map(token -> token % vocabularySize).toList();
  }

  /** What is left after a history of which the first tokens are the prompt. */
  private static TokenDistribution afterHistory(
      SamplingOptions options, float[] logits, List<Integer> history, int promptLength) {
    int cut = Math.min(promptLength, history.size());
    int[] prompt = history.subList(0, cut).stream().mapToInt(Integer::intValue).toArray();
    Sampler sampler = new Sampler(options, logits.length, prompt);
    for (int token : history.subList(cut, history.size())) {
      sampler.accept(token);
    }
    sampler.sample(logits, 0);
    return sampler.distribution();
  }

  @Property
  void bias(@ForAll("logits") float[] logits, @ForAll("shares") double amount) {
    int[] tokens = {0, logits.length - 1};
    float[] biases = {(float) amount * 50, (float) -amount * 100};
    LogitBias bias = LogitBias.of(tokens, biases);
    List<PlainCandidate> expected = new ArrayList<>();
    for (PlainCandidate c : PlainStages.of(logits)) {
      double added = c.token() == tokens[1] ? biases[1] : c.token() == 0 ? biases[0] : 0;
      expected.add(new PlainCandidate(c.token(), c.logit() + added));
    }
    assertSame(expected, distribution(options().with(bias).build(), logits));
  }

  @Property
  void stagesFollowTheirOrder(
      @ForAll("logits") float[] logits,
      @ForAll("histories") List<Integer> history,
      @ForAll @IntRange(min = 1, max = 10) int k) {
    RepetitionPenalties penalties = new RepetitionPenalties(1.5f, 1, 0.5f, DEFINED_ANYWHERE);
    List<Integer> known = within(history, logits.length);
    List<PlainCandidate> all = PlainStages.of(logits);
    OptionsBuilder options =
        options().temperature(0.7f).with(penalties).with(truncation(k, 1, 0.01, 1, 0, 0));
    assertSame(
        PlainStages.divided(
            PlainStages.minP(
                PlainStages.topK(PlainStages.penalised(all, known, penalties), k), 0.01, 0),
            0.7),
        afterHistory(options.build(), logits, known, 0));
    options.order(
        SamplerKind.TEMPERATURE, SamplerKind.MIN_P, SamplerKind.TOP_K, SamplerKind.PENALTIES);
    assertSame(
        PlainStages.penalised(
            PlainStages.topK(PlainStages.minP(PlainStages.divided(all, 0.7f), 0.01f, 0), k),
            known,
            penalties),
        afterHistory(options.build(), logits, known, 0));
    options.order(SamplerKind.TOP_K);
    assertSame(PlainStages.topK(all, k), afterHistory(options.build(), logits, known, 0));
  }

  @Provide
  Arbitrary<float[]> logits() {
    return LogitArbitraries.ordinary();
  }

  @Provide
  Arbitrary<float[]> distinct() {
    return Arbitraries.floats()
        .between(-12, 12)
        .array(float[].class)
        .ofMinSize(1)
        .ofMaxSize(60)
        .uniqueElements();
  }

  @Provide
  Arbitrary<Double> shares() {
    return Arbitraries.doubles().between(0.001, 0.999).ofScale(3);
  }

  @Provide
  Arbitrary<Double> sigmas() {
    return Arbitraries.doubles().between(0.1, 4);
  }

  @Provide
  Arbitrary<Float> thresholds() {
    return Arbitraries.floats().between(0.01f, 0.5f);
  }

  @Provide
  Arbitrary<Float> temperatures() {
    return Arbitraries.floats().between(0.1f, 3);
  }

  @Provide
  Arbitrary<RepetitionPenalties> penalties() {
    return Combinators.combine(
            Arbitraries.floats().between(0.5f, 2),
            Arbitraries.floats().between(-2, 2),
            Arbitraries.floats().between(-2, 2),
            Arbitraries.of(0, 1, 5, 20, Integer.MAX_VALUE))
        .as(RepetitionPenalties::new);
  }

  /** With token 3, whose text is ";", as a sequence breaker. */
  @Provide
  Arbitrary<Dry> dries() {
    SequenceBreakers breakers =
        new SequenceBreakers(
            List.of(";"), token -> new byte[] {(byte) (token == 3 ? ';' : 'a' + token % 20)});
    return Combinators.combine(
            Arbitraries.floats().between(0, 2),
            Arbitraries.floats().between(1, 2),
            Arbitraries.integers().between(1, 4),
            Arbitraries.of(0, 1, 5, 20, Integer.MAX_VALUE))
        .as(
            (multiplier, base, allowed, window) ->
                new Dry(multiplier, base, allowed, window, breakers));
  }

  /** Of few different tokens, so that there are repetitions. */
  @Provide
  Arbitrary<List<Integer>> histories() {
    return Arbitraries.integers().between(0, 4).list().ofMaxSize(60);
  }
}
