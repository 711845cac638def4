package io.perilune.inference.sampling;

import java.util.List;

/** The stages of choosing a token whose order can be set. */
public enum SamplerKind {
  /** {@link RepetitionStage}. */
  PENALTIES,
  /** {@link DryStage}. */
  DRY,
  /** {@link TopNSigmaStage}. */
  TOP_N_SIGMA,
  /** {@link TopKStage}. */
  TOP_K,
  /** {@link TypicalStage}. */
  TYPICAL_P,
  /** {@link TopPStage}. */
  TOP_P,
  /** {@link MinPStage}. */
  MIN_P,
  /** {@link XtcStage}. */
  XTC,
  /** {@link TemperatureStage}. */
  TEMPERATURE;

  /** All of them in llama.cpp's order. */
  public static final List<SamplerKind> DEFAULT_ORDER = List.of(values());
}
