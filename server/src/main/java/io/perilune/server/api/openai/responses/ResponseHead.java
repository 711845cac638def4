package io.perilune.server.api.openai.responses;

import io.perilune.server.chat.ServedModel;
import java.time.Instant;
import java.util.UUID;
import java.util.function.ToIntFunction;

/**
 * What is known of a response before it begins.
 *
 * @param createdAt when, in seconds since 1970
 * @param settings what it repeats of its request
 * @param tools the tools that may be called
 * @param opaqueReasoning whether reasoning is also given as a text to keep without showing it
 * @param tokens counts the tokens of a text
 */
record ResponseHead(
    String id,
    long createdAt,
    String model,
    ResponseSettings settings,
    OfferedTools tools,
    boolean opaqueReasoning,
    ToIntFunction<String> tokens) {
  static ResponseHead of(ServedModel model, ResponsesRequest request) {
    return new ResponseHead(
        newId("resp_"),
        Instant.now().getEpochSecond(),
        model.name(),
        request.settings(),
        request.tools(),
        request.opaqueReasoning(),
        text -> model.tokenizer().encode(text).length);
  }

  /** An id that no other response or item has. */
  static String newId(String prefix) {
    return prefix + UUID.randomUUID().toString().replace("-", "");
  }
}
