package io.perilune.toolcall.deepseek;

import io.perilune.toolcall.ModelDescriptor;

/** Tells DeepSeek's models by what their files say; other models share their architecture. */
final class DeepSeekModels {
  private static final int CERTAIN = 100;
  private static final int LIKELY = 80;

  private DeepSeekModels() {}

  /** 0 to 100, as {@link io.perilune.toolcall.ToolCallFormat#score} wants it. */
  static int score(ModelDescriptor model) {
    boolean inTemplate =
        model.templateSource().contains(DeepSeekMarkers.SECTION_BEGIN)
            || model.templateSource().contains(DeepSeekMarkers.DSML);
    boolean inVocabulary = model.hasControlToken().test(DeepSeekMarkers.SECTION_BEGIN);
    // A model trained further may keep the vocabulary and write calls in another way.
    if (inVocabulary && (inTemplate || model.templateSource().isEmpty())) {
      return CERTAIN;
    }
    return inTemplate ? LIKELY : 0;
  }
}
