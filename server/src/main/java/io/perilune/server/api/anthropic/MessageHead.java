package io.perilune.server.api.anthropic;

import io.perilune.server.chat.ServedModel;
import java.util.UUID;

/**
 * What is known of an answer before it begins.
 *
 * @param promptTokens the length of the prompt
 * @param showThinking whether the client wants to see the model's reasoning
 */
record MessageHead(String id, String model, int promptTokens, boolean showThinking) {
  static MessageHead of(ServedModel model, int promptTokens, boolean showThinking) {
    String id = "msg_" + UUID.randomUUID().toString().replace("-", "");
    return new MessageHead(id, model.name(), promptTokens, showThinking);
  }
}
