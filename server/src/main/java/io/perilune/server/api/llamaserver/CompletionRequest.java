package io.perilune.server.api.llamaserver;

import io.perilune.inference.sampling.SamplingOptions;
import io.perilune.server.api.openai.ContentFormatReader;
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
 * The body of {@code POST /completion}. Fields that are not known are ignored; known ones that this
 * server cannot honour are refused.
 *
 * @param stream whether the answer is to be streamed
 * @param progress whether a stream tells how much of the prompt has been computed
 * @param tokens whether the numbers of the answer's tokens are asked for
 * @param probabilities whether log probabilities are asked for
 * @param plain what is asked
 */
record CompletionRequest(
    boolean stream, boolean progress, boolean tokens, boolean probabilities, PlainRequest plain) {
  /** Some clients say -1 for as many tokens as the context holds. */
  private static final NumberRange N_PREDICT =
      NumberRange.integer("n_predict", -1, Integer.MAX_VALUE);

  private static final NumberRange N_PROBS =
      NumberRange.integer("n_probs", 0, SamplingOptions.TOP_LOGPROBS_MAX);

  /**
   * Reads and validates a body.
   *
   * @param model whose vocabulary the prompt is of
   * @throws ApiException naming the first field at fault
   */
  static CompletionRequest read(Fields body, ServedModel model) {
    if (body.bool("ignore_eos").orElse(false)) {
      throw ApiException.invalid(
          "ignore_eos", "ignore_eos is not supported; leave it out, or give a logit_bias.");
    }
    // The cache never changes an answer, so it is always used.
    body.bool("cache_prompt");
    int probabilities = body.int32(N_PROBS).orElse(0);
    boolean tokens = body.bool("return_tokens").orElse(false);
    PlainRequest plain =
        new PlainRequest(
            PromptReader.readMixed(
                body, model.tokenizer(), body.bool("parse_special").orElse(false)),
            ContentFormatReader.readWithoutTools(body),
            maxTokens(body),
            SamplingReader.read(
                body,
                tokens || probabilities > 0 ? OptionalInt.of(probabilities) : OptionalInt.empty()),
            StopReader.read(body, "stop"));
    return new CompletionRequest(
        body.bool("stream").orElse(false),
        body.bool("return_progress").orElse(false),
        tokens,
        probabilities > 0,
        plain);
  }

  private static OptionalInt maxTokens(Fields body) {
    OptionalInt tokens = body.int32(N_PREDICT);
    if (tokens.isPresent() && tokens.getAsInt() == 0) {
      throw body.wrong("n_predict", "-1, or a whole number from 1");
    }
    return tokens.isPresent() && tokens.getAsInt() < 0 ? OptionalInt.empty() : tokens;
  }
}
