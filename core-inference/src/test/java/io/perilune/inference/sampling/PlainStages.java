package io.perilune.inference.sampling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The definitions of the stages, written down as plainly as possible, in doubles. */
final class PlainStages {
  private static final Comparator<PlainCandidate> BEST_FIRST =
      Comparator.comparingDouble(PlainCandidate::logit)
          .reversed()
          .thenComparingInt(PlainCandidate::token);

  private PlainStages() {}

  static List<PlainCandidate> of(float[] logits) {
    return IntStream.range(0, logits.length)
        .filter(token -> logits[token] > Float.NEGATIVE_INFINITY)
        .mapToObj(token -> new PlainCandidate(token, logits[token] + 0.0))
        .sorted(BEST_FIRST)
        .toList();
  }

  /** The probabilities by token. */
  static Map<Integer, Double> softmax(List<PlainCandidate> candidates) {
    double greatest = candidates.stream().mapToDouble(PlainCandidate::logit).max().orElseThrow();
    double sum = candidates.stream().mapToDouble(c -> Math.exp(c.logit() - greatest)).sum();
    Map<Integer, Double> probabilities = new HashMap<>();
    for (PlainCandidate candidate : candidates) {
      probabilities.put(candidate.token(), Math.exp(candidate.logit() - greatest) / sum);
    }
    return probabilities;
  }

  static double entropy(List<PlainCandidate> candidates) {
    return softmax(candidates).values().stream()
        .mapToDouble(p -> p > 0 ? -p * Math.log(p) : 0)
        .sum();
  }

  static List<PlainCandidate> topK(List<PlainCandidate> candidates, int k) {
    return candidates.stream().sorted(BEST_FIRST).limit(k).toList();
  }

  static List<PlainCandidate> topP(List<PlainCandidate> candidates, double p, int minKeep) {
    Map<Integer, Double> probabilities = softmax(candidates);
    List<PlainCandidate> kept = new ArrayList<>();
    double reached = 0;
    for (PlainCandidate candidate : candidates.stream().sorted(BEST_FIRST).toList()) {
      if (reached >= p && kept.size() >= Math.max(1, minKeep)) {
        break;
      }
      reached += probabilities.get(candidate.token());
      kept.add(candidate);
    }
    return kept;
  }

  static List<PlainCandidate> minP(List<PlainCandidate> candidates, double p, int minKeep) {
    double greatest = candidates.stream().mapToDouble(PlainCandidate::logit).max().orElseThrow();
    List<PlainCandidate> kept =
        candidates.stream().filter(c -> Math.exp(c.logit() - greatest) >= p).toList();
    return kept.size() >= minKeep ? kept : topK(candidates, minKeep);
  }

  static List<PlainCandidate> topNSigma(List<PlainCandidate> candidates, double n) {
    double mean = candidates.stream().mapToDouble(PlainCandidate::logit).average().orElseThrow();
    double variance =
        candidates.stream()
            .mapToDouble(c -> (c.logit() - mean) * (c.logit() - mean))
            .average()
            .orElseThrow();
    double greatest = candidates.stream().mapToDouble(PlainCandidate::logit).max().orElseThrow();
    return candidates.stream()
        .filter(c -> c.logit() >= greatest - n * Math.sqrt(variance))
        .toList();
  }

  static List<PlainCandidate> typical(List<PlainCandidate> candidates, double p, int minKeep) {
    Map<Integer, Double> probabilities = softmax(candidates);
    double entropy = entropy(candidates);
    ToDoubleFunction<PlainCandidate> distance =
        c -> Math.abs(-Math.log(probabilities.get(c.token())) - entropy);
    List<PlainCandidate> kept = new ArrayList<>();
    double reached = 0;
    for (PlainCandidate candidate :
        candidates.stream().sorted(Comparator.comparingDouble(distance)).toList()) {
      if (reached > p && kept.size() >= minKeep) {
        break;
      }
      reached += probabilities.get(candidate.token());
      kept.add(candidate);
    }
    return kept;
  }

  /** With the coin on the side of excluding. */
  static List<PlainCandidate> xtc(List<PlainCandidate> candidates, double threshold, int minKeep) {
    Map<Integer, Double> probabilities = softmax(candidates);
    List<PlainCandidate> top =
        candidates.stream()
            .filter(c -> probabilities.get(c.token()) >= threshold)
            .sorted(BEST_FIRST)
            .toList();
    if (top.size() < 2 || candidates.size() - top.size() + 1 < minKeep) {
      return candidates;
    }
    List<PlainCandidate> excluded = top.subList(0, top.size() - 1);
    return candidates.stream().filter(c -> !excluded.contains(c)).toList();
  }

  static List<PlainCandidate> divided(List<PlainCandidate> candidates, double temperature) {
    return candidates.stream()
        .map(c -> new PlainCandidate(c.token(), c.logit() / temperature))
        .toList();
  }

  static double dynamicTemperature(
      List<PlainCandidate> candidates, double temperature, double range, double exponent) {
    double low = Math.max(0, temperature - range);
    double share = entropy(candidates) / Math.log(candidates.size());
    return low + (temperature + range - low) * Math.pow(share, exponent);
  }

  static List<PlainCandidate> penalised(
      List<PlainCandidate> candidates, List<Integer> history, RepetitionPenalties penalties) {
    int first = Math.max(0, history.size() - penalties.window());
    List<Integer> window = history.subList(first, history.size());
    return candidates.stream()
        .map(
            c -> {
              long count = window.stream().filter(token -> token == c.token()).count();
              if (count == 0) {
                return c;
              }
              double repeated =
                  c.logit() > 0 ? c.logit() / penalties.repeat() : c.logit() * penalties.repeat();
              return new PlainCandidate(
                  c.token(), repeated - count * penalties.frequency() - penalties.presence());
            })
        .toList();
  }

  /**
   * For each candidate, the longest end of the history that occurs in it before, followed by the
   * candidate.
   *
   * @param breaks tokens over which no repetition reaches
   */
  static List<PlainCandidate> dry(
      List<PlainCandidate> candidates, List<Integer> history, Dry dry, List<Integer> breaks) {
    int first = Math.max(0, history.size() - dry.window());
    List<Integer> window = history.subList(first, history.size());
    return candidates.stream()
        .map(
            c -> {
              int longest = longestRepetition(window, c.token(), breaks);
              double penalty =
                  longest < dry.allowedLength()
                      ? 0
                      : dry.multiplier() * Math.pow(dry.base(), longest - dry.allowedLength());
              return new PlainCandidate(c.token(), c.logit() - penalty);
            })
        .toList();
  }

  private static int longestRepetition(List<Integer> window, int next, List<Integer> breaks) {
    int longest = 0;
    for (int at = 1; at < window.size(); at++) {
      if (window.get(at) != next) {
        continue;
      }
      int length = 0;
      while (length < at
          && window.get(at - 1 - length).equals(window.get(window.size() - 1 - length))
          && !breaks.contains(window.get(window.size() - 1 - length))) {
        length++;
      }
      longest = Math.max(longest, length);
    }
    return longest;
  }
}
