package io.perilune.server.cli;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options for sampling, named as in llama-server. */
@RegisterForReflection
final class SamplingCommandOptions {
  @Option(
      names = "--temp",
      paramLabel = "N",
      description = "Temperature where a request gives none; so for all that follows.")
  private Double temperature;

  @Option(
      names = "--dynatemp-range",
      paramLabel = "N",
      description = "Let the temperature follow the entropy, by up to N.")
  private Double dynatempRange;

  @Option(names = "--dynatemp-exp", paramLabel = "N", description = "How it follows. Default: 1.")
  private Double dynatempExponent;

  @Option(names = "--top-k", paramLabel = "N", description = "Keep the N most probable tokens.")
  private Integer topK;

  @Option(
      names = "--top-p",
      paramLabel = "N",
      description = "Keep tokens up to this probability in all.")
  private Double topP;

  @Option(
      names = "--min-p",
      paramLabel = "N",
      description = "Drop tokens below this share of the most probable one's probability.")
  private Double minP;

  @Option(
      names = "--typical",
      paramLabel = "N",
      description = "Keep the most typical tokens up to this probability in all.")
  private Double typicalP;

  @Option(
      names = "--top-nsigma",
      paramLabel = "N",
      description = "Drop tokens that are N standard deviations below the best.")
  private Double topNSigma;

  @Option(
      names = "--xtc-probability",
      paramLabel = "N",
      description = "How often top choices are excluded.")
  private Double xtcProbability;

  @Option(
      names = "--xtc-threshold",
      paramLabel = "N",
      description = "From which probability on a token is a top choice.")
  private Double xtcThreshold;

  @Option(
      names = "--repeat-penalty",
      paramLabel = "N",
      description = "Divide the logits of tokens that occurred before.")
  private Double repeatPenalty;

  @Option(
      names = "--repeat-last-n",
      paramLabel = "N",
      description = "Among how many tokens; -1 for all. Default: 64.")
  private Integer repeatLastN;

  @Option(
      names = "--presence-penalty",
      paramLabel = "N",
      description = "Subtract N from their logits.")
  private Double presencePenalty;

  @Option(
      names = "--frequency-penalty",
      paramLabel = "N",
      description = "Subtract N for each occurrence.")
  private Double frequencyPenalty;

  @Option(
      names = "--dry-multiplier",
      paramLabel = "N",
      description = "Penalise tokens that continue a repetition.")
  private Double dryMultiplier;

  @Option(
      names = "--dry-base",
      paramLabel = "N",
      description = "How the penalty grows with its length. Default: 1.75.")
  private Double dryBase;

  @Option(
      names = "--dry-allowed-length",
      paramLabel = "N",
      description = "From which length on. Default: 2.")
  private Integer dryAllowedLength;

  @Option(
      names = "--dry-penalty-last-n",
      paramLabel = "N",
      description = "Among how many tokens; -1 for all. Default: -1.")
  private Integer dryPenaltyLastN;

  @Option(
      names = "--mirostat",
      paramLabel = "N",
      description = "Hold the output's surprise, by version 1 or 2 of mirostat.")
  private Integer mirostat;

  @Option(
      names = "--mirostat-ent",
      paramLabel = "N",
      description = "At how many bits per token. Default: 5.")
  private Double mirostatTau;

  @Option(names = "--mirostat-lr", paramLabel = "N", description = "How fast. Default: 0.1.")
  private Double mirostatEta;

  @Option(
      names = "--samplers",
      paramLabel = "NAME[;NAME...]",
      split = ";",
      description = {
        "The stages of sampling in order. Default:",
        "penalties;dry;top_n_sigma;top_k;typ_p;top_p;min_p;xtc;temperature."
      })
  private List<String> samplers;

  @Option(
      names = {"-s", "--seed"},
      paramLabel = "N",
      description = "Seed of the random numbers. Default: another one for each request.")
  private Long seed;

  private SamplingCommandOptions() {}

  /** The settings given, by their names under {@code perilune.sampling}. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    put(settings, "temperature", temperature);
    put(settings, "dynatemp-range", dynatempRange);
    put(settings, "dynatemp-exponent", dynatempExponent);
    put(settings, "top-k", topK);
    put(settings, "top-p", topP);
    put(settings, "min-p", minP);
    put(settings, "typical-p", typicalP);
    put(settings, "top-n-sigma", topNSigma);
    put(settings, "xtc-probability", xtcProbability);
    put(settings, "xtc-threshold", xtcThreshold);
    put(settings, "repeat-penalty", repeatPenalty);
    put(settings, "repeat-last-n", repeatLastN);
    put(settings, "presence-penalty", presencePenalty);
    put(settings, "frequency-penalty", frequencyPenalty);
    put(settings, "dry-multiplier", dryMultiplier);
    put(settings, "dry-base", dryBase);
    put(settings, "dry-allowed-length", dryAllowedLength);
    put(settings, "dry-penalty-last-n", dryPenaltyLastN);
    put(settings, "mirostat", mirostat);
    put(settings, "mirostat-tau", mirostatTau);
    put(settings, "mirostat-eta", mirostatEta);
    put(settings, "seed", seed);
    put(settings, "samplers", samplers == null ? null : String.join(",", samplers));
    return settings;
  }

  private static void put(Map<String, String> settings, String name, Object value) {
    if (value != null) {
      settings.put(name, value.toString());
    }
  }
}
