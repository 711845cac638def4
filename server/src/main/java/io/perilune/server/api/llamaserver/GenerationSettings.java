package io.perilune.server.api.llamaserver;

import io.perilune.inference.sampling.SamplerKind;
import io.perilune.server.chat.SamplingParameter;
import io.perilune.server.chat.SamplingSettings;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.conversation.SamplerNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings that apply to an answer, by the names of the fields that set them. */
final class GenerationSettings {
  /** Stands for a seed by chance, and for as many tokens as the context holds. */
  private static final long OPEN = -1;

  private GenerationSettings() {}

  /** Those of a request. */
  static Map<String, Object> of(ServedModel model, CompletionRequest request) {
    Map<String, Object> settings = of(request.plain().sampling().orElse(model.sampling()));
    int maxTokens = request.plain().maxTokens().orElse((int) OPEN);
    settings.put("n_predict", maxTokens);
    settings.put("stop", request.plain().stop());
    settings.put("n_probs", request.plain().sampling().topLogprobs().orElse(0));
    settings.put("stream", request.stream());
    return settings;
  }

  /** Those of a request that says nothing. */
  static Map<String, Object> defaults(ServedModel model) {
    Map<String, Object> settings = of(model.sampling());
    settings.put("n_predict", OPEN);
    settings.put("stop", List.of());
    settings.put("n_probs", 0);
    return settings;
  }

  private static Map<String, Object> of(SamplingSettings sampling) {
    SamplingSettings all = sampling.orElse(SamplingSettings.DEFAULTS);
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("seed", all.seed().orElse(OPEN));
    for (SamplingParameter parameter : SamplingParameter.values()) {
      settings.put(parameter.range().field(), number(parameter, all.numbers().get(parameter)));
    }
    settings.put("dry_sequence_breakers", all.breakers().orElseThrow());
    List<SamplerKind> order = all.order().orElseThrow();
    settings.put("samplers", order.stream().map(SamplerNames::of).toList());
    return settings;
  }

  private static Object number(SamplingParameter parameter, double value) {
    if (parameter.range().wholeNumber()) {
      return (long) value;
    }
    return value;
  }
}
