package io.perilune.server.api.openai;

import io.perilune.server.chat.ServedModel;
import io.perilune.toolcall.FinishReason;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;

/**
 * What is the same in all parts of an answer.
 *
 * @param created when, in seconds since 1970
 */
record AnswerHead(String id, long created, String model) {
  /** For a chat completion. */
  static AnswerHead of(ServedModel model) {
    return of(model, "chatcmpl-");
  }

  /** For a completion of text. */
  static AnswerHead ofText(ServedModel model) {
    return of(model, "cmpl-");
  }

  private static AnswerHead of(ServedModel model, String prefix) {
    String id = prefix + UUID.randomUUID().toString().replace("-", "");
    return new AnswerHead(id, Instant.now().getEpochSecond(), model.name());
  }

  /** The API's word for how an answer ended. */
  static String finishReason(FinishReason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }
}
