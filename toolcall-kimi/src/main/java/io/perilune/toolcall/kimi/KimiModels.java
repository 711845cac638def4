package io.perilune.toolcall.kimi;

import io.perilune.toolcall.ModelDescriptor;

/** Tells models of the Kimi-K2 family by what their files say. */
final class KimiModels {
  private static final int CERTAIN = 100;
  private static final int LIKELY = 80;
  private static final int POSSIBLE = 40;
  private static final String ARCHITECTURE = "kimi-k2";

  private KimiModels() {}

  /** 0 to 100, as {@link io.perilune.toolcall.ToolCallFormat#score} wants it. */
  static int score(ModelDescriptor model) {
    String marker = KimiMarkers.SECTION_BEGIN;
    if (model.hasControlToken().test(marker)) {
      return CERTAIN;
    }
    if (model.templateSource().contains(marker)) {
      return LIKELY;
    }
    return model.architecture().equals(ARCHITECTURE) ? POSSIBLE : 0;
  }
}
