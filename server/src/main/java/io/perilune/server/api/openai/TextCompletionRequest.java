package io.perilune.server.api.openai;

import io.perilune.server.chat.PlainPrompt;
import io.perilune.server.chat.PlainRequest;
import io.perilune.server.chat.ServedModel;
import io.perilune.server.conversation.PromptReader;
import io.perilune.server.conversation.SamplingReader;
import io.perilune.server.conversation.StopReader;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.server.json.NumberRange;
import java.util.OptionalInt;

/**
 * The body of {@code POST /v1/completions}. Fields that are not known are ignored; known ones that
 * this server cannot honour are refused.
 *
 * @param choices how many answers are asked for
 * @param stream whether the answer is to be streamed
 * @param includeUsage whether a stream ends with a chunk of usage
 * @param echo whether the answer begins with the prompt
 * @param plain what is asked
 */
record TextCompletionRequest(
    int choices, boolean stream, boolean includeUsage, boolean echo, PlainRequest plain) {
  /** The API's own default. */
  private static final int MAX_TOKENS_DEFAULT = 16;

  /**
   * Reads and validates a body.
   *
   * @param model whose vocabulary the prompt is of
   * @param slots the most answers that can be generated at the same time
   * @throws ApiException naming the first field at fault
   */
  static TextCompletionRequest read(Fields body, ServedModel model, int slots) {
    int choices = body.int32(RequestLimits.choices(slots)).orElse(1);
    body.integer(NumberRange.integer("best_of", choices, choices));
    if (body.string("suffix").filter(suffix -> !suffix.isEmpty()).isPresent()) {
      throw ApiException.invalid("suffix", "suffix is not supported; leave it out.");
    }
    boolean echo = body.bool("echo").orElse(false);
    OptionalInt logprobs = body.int32(RequestLimits.LOGPROBS);
    if (echo && logprobs.isPresent()) {
      throw ApiException.invalid(
          "logprobs",
          "logprobs cannot go with echo: there are none for the prompt; leave one of them out.");
    }
    PlainPrompt prompt = PromptReader.read(body, model.tokenizer());
    PlainRequest plain =
        new PlainRequest(
            prompt,
            ContentFormatReader.readWithoutTools(body),
            OptionalInt.of(body.int32(RequestLimits.MAX_TOKENS).orElse(MAX_TOKENS_DEFAULT)),
            SamplingReader.read(body, logprobs),
            StopReader.read(body, "stop"));
    boolean includeUsage =
        body.object("stream_options")
            .flatMap(options -> options.bool("include_usage"))
            .orElse(false);
    return new TextCompletionRequest(
        choices, body.bool("stream").orElse(false), includeUsage, echo, plain);
  }

  /** Whether log probabilities are asked for. */
  boolean logprobs() {
    return plain.sampling().topLogprobs().isPresent();
  }
}
