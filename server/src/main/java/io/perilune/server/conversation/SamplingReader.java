package io.perilune.server.conversation;

import io.perilune.inference.sampling.SamplerKind;
import io.perilune.server.chat.SamplingParameter;
import io.perilune.server.chat.SamplingSettings;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.server.json.NumberRange;
import io.perilune.toolcall.json.JsonValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads what a request says about sampling, in the fields of OpenAI and llama-server. */
public final class SamplingReader {
  private static final NumberRange SEED =
      NumberRange.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE);

  /** What llama-server's clients send for a seed by chance. */
  private static final long ANY_SEED = -1;

  private SamplingReader() {}

  /**
   * Reads the settings.
   *
   * @param topLogprobs of how many alternatives log probabilities are asked for, if any are
   * @throws ApiException naming the first field at fault
   */
  public static SamplingSettings read(Fields body, OptionalInt topLogprobs) {
    Map<SamplingParameter, Double> numbers = new EnumMap<>(SamplingParameter.class);
    for (SamplingParameter parameter : SamplingParameter.values()) {
      body.number(parameter.range()).ifPresent(value -> numbers.put(parameter, value));
    }
    return new SamplingSettings(
        numbers, seed(body), order(body), breakers(body), LogitBiasReader.read(body), topLogprobs);
  }

  private static OptionalLong seed(Fields body) {
    OptionalLong seed = body.integer(SEED);
    return seed.isPresent() && seed.getAsLong() == ANY_SEED ? OptionalLong.empty() : seed;
  }

  /** The names of stages in an array, or their letters in a string. */
  private static Optional<List<SamplerKind>> order(Fields body) {
    Optional<JsonValue> value = body.value("samplers");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          switch (value.get()) {
            case JsonValue.JsonString(String letters) -> SamplerNames.ofLetters(letters);
            case JsonValue.JsonArray _ -> SamplerNames.ofNames(texts(body, "samplers"));
            default -> throw body.wrong("samplers", SamplerNames.EXPECTED);
          });
    } catch (IllegalArgumentException e) {
      throw body.wrong("samplers", SamplerNames.EXPECTED);
    }
  }

  private static Optional<List<String>> breakers(Fields body) {
    if (body.value("dry_sequence_breakers").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(texts(body, "dry_sequence_breakers"));
  }

  private static List<String> texts(Fields body, String field) {
    List<JsonValue> elements = body.array(field).orElseThrow();
    List<String> texts = new ArrayList<>(elements.size());
    for (JsonValue element : elements) {
      if (elements.size() > ConversationLimits.SEQUENCE_BREAKERS_MAX
          || !(element instanceof JsonValue.JsonString(String text))
          || text.isEmpty()
          || text.length() > ConversationLimits.SEQUENCE_BREAKER_CHARS_MAX) {
        throw body.wrong(
            field,
            "an array of at most "
                + ConversationLimits.SEQUENCE_BREAKERS_MAX
                + " strings of 1 to "
                + ConversationLimits.SEQUENCE_BREAKER_CHARS_MAX
                + " characters");
      }
      texts.add(text);
    }
    return texts;
  }
}
