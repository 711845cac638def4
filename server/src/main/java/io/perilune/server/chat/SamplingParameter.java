package io.perilune.server.chat;

import io.perilune.server.json.NumberRange;
import java.util.Optional;

/**
 * The numbers that say how tokens are chosen: each with its name in requests (that of llama-server
 * and, where it has one, OpenAI), its range, the value that applies if nobody says anything (that
 * of llama.cpp), and its key in model files.
 */
public enum SamplingParameter {
  /** 0 for the most probable token. */
  TEMPERATURE(NumberRange.real("temperature", 0, 5), 0.8, "temp"),
  /** How far a dynamic temperature may be from {@link #TEMPERATURE}. */
  DYNATEMP_RANGE(NumberRange.real("dynatemp_range", 0, 5), 0),
  /** How a dynamic temperature follows the entropy. */
  DYNATEMP_EXPONENT(NumberRange.real("dynatemp_exponent", 0.01, 100), 1),
  /** Some clients say -1, some 0 for all tokens. */
  TOP_K(NumberRange.integer("top_k", -1, Integer.MAX_VALUE), 40, "top_k"),
  /** 1 for all tokens; 0 for the most probable one. */
  TOP_P(NumberRange.real("top_p", 0, 1), 0.95, "top_p"),
  /** 0 for all tokens. */
  MIN_P(NumberRange.real("min_p", 0, 1), 0.05, "min_p"),
  /** 1 for all tokens. */
  TYPICAL_P(NumberRange.real("typical_p", 0, 1), 1),
  /** 0 and -1 for all tokens. */
  TOP_N_SIGMA(NumberRange.real("top_n_sigma", -1, 100), -1),
  /** 0 to exclude no top choices. */
  XTC_PROBABILITY(NumberRange.real("xtc_probability", 0, 1), 0, "xtc_probability"),
  /** From which probability on a token is a top choice. */
  XTC_THRESHOLD(NumberRange.real("xtc_threshold", 0, 1), 0.1, "xtc_threshold"),
  /** How many tokens are kept at least. */
  MIN_KEEP(NumberRange.integer("min_keep", 0, Integer.MAX_VALUE), 0),
  /** 1 for no penalty. */
  REPEAT_PENALTY(NumberRange.real("repeat_penalty", 0.01, 100), 1, "penalty_repeat"),
  /** How many tokens penalties look back on; -1 for all. */
  REPEAT_LAST_N(NumberRange.integer("repeat_last_n", -1, Integer.MAX_VALUE), 64, "penalty_last_n"),
  /** 0 for no penalty. */
  PRESENCE_PENALTY(NumberRange.real("presence_penalty", -2, 2), 0),
  /** 0 for no penalty. */
  FREQUENCY_PENALTY(NumberRange.real("frequency_penalty", -2, 2), 0),
  /** 0 for no penalty on repetitions of several tokens. */
  DRY_MULTIPLIER(NumberRange.real("dry_multiplier", 0, 100), 0),
  /** By what that penalty grows for each token. */
  DRY_BASE(NumberRange.real("dry_base", 1, 100), 1.75),
  /** From which length on repetitions cost something. */
  DRY_ALLOWED_LENGTH(NumberRange.integer("dry_allowed_length", 1, Integer.MAX_VALUE), 2),
  /** How many tokens are searched for repetitions; -1 for all. */
  DRY_PENALTY_LAST_N(NumberRange.integer("dry_penalty_last_n", -1, Integer.MAX_VALUE), -1),
  /** The version of mirostat; 0 for none. */
  MIROSTAT(NumberRange.integer("mirostat", 0, 2), 0, "mirostat"),
  /** The surprise that mirostat holds, in bits. */
  MIROSTAT_TAU(NumberRange.real("mirostat_tau", 0, 100), 5, "mirostat_tau"),
  /** How fast mirostat follows. */
  MIROSTAT_ETA(NumberRange.real("mirostat_eta", 0, 1), 0.1, "mirostat_eta");

  private final NumberRange range;
  private final double defaultValue;
  private final String fileKey;

  SamplingParameter(NumberRange range, double defaultValue) {
    this(range, defaultValue, null);
  }

  SamplingParameter(NumberRange range, double defaultValue, String fileKey) {
    this.range = range;
    this.defaultValue = defaultValue;
    this.fileKey = fileKey;
  }

  /** Its name in requests, and the values it may have. */
  public NumberRange range() {
    return range;
  }

  /** What applies if nobody says anything. */
  double defaultValue() {
    return defaultValue;
  }

  /** Its key in a model file's metadata, if there is one. */
  public Optional<String> fileKey() {
    return Optional.ofNullable(fileKey).map(key -> "general.sampling." + key);
  }
}
