package io.perilune.toolcall.hermes;

import io.perilune.toolcall.ModelDescriptor;

/** Tells models that write calls in this format by what their files say. */
final class HermesModels {
  private static final int NEARLY_CERTAIN = 90;
  private static final int LIKELY = 75;
  private static final int POSSIBLE = 40;

  private HermesModels() {}

  /** 0 to 100, as {@link io.perilune.toolcall.ToolCallFormat#score} wants it. */
  static int score(ModelDescriptor model) {
    String template = model.templateSource();
    boolean inVocabulary = model.hasControlToken().test(HermesMarkers.CALL_BEGIN);
    // Others use the same tags inside of one, or the same one with other tags inside.
    if (template.contains(HermesMarkers.CALL_BEGIN)) {
      if (template.contains("<function=") && template.contains("<parameter=")) {
        return NEARLY_CERTAIN;
      }
      if (template.contains("arguments") && !template.contains("<arg_key>")) {
        return inVocabulary ? NEARLY_CERTAIN : LIKELY;
      }
    }
    return inVocabulary && template.isEmpty() ? POSSIBLE : 0;
  }
}
