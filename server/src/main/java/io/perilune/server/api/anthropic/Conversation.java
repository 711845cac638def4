package io.perilune.server.api.anthropic;

import io.perilune.server.conversation.MessageReader;
import io.perilune.server.error.ApiException;
import io.perilune.server.json.Fields;
import io.perilune.toolcall.ChatMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The conversation of a request. A content of one text block and the text as a plain string make
 * the same message: clients change from one to the other between turns, and the prompt must not.
 *
 * @param messages at least one
 * @param loadedTools names of deferred tools that it tells the model of
 */
record Conversation(List<ChatMessage> messages, Set<String> loadedTools) {
  /** A client's note to Anthropic's billing; it differs between conversations that are the same. */
  private static final String BILLING_HEADER = "x-anthropic-billing-header";

  /**
   * Reads {@code system} and {@code messages}.
   *
   * @throws ApiException naming the first field at fault
   */
  static Conversation read(Fields body, OfferedTools tools) {
    List<ChatMessage> messages = new ArrayList<>();
    Set<String> loaded = new HashSet<>();
    system(body, "system").ifPresent(messages::add);
    for (Fields message : MessageReader.entries(body)) {
      switch (message.requireString("role")) {
        case "system" -> {
          requireContent(message);
          system(message, "content").ifPresent(messages::add);
        }
        case "user" -> {
          requireContent(message);
          messages.addAll(new UserTurn(tools, loaded).read(message));
        }
        case "assistant" -> {
          requireContent(message);
          messages.add(AssistantTurn.read(message));
        }
        default -> throw message.wrong("role", "'user', 'assistant' or 'system'");
      }
    }
    if (messages.isEmpty()) {
      throw body.wrong("messages", "an array with at least one message that says something");
    }
    return new Conversation(messages, loaded);
  }

  private static void requireContent(Fields message) {
    if (message.value("content").isEmpty()) {
      throw message.wrong("content", "a string or an array of content blocks; it is missing");
    }
  }

  /** A system message of a field's text; none where it has none. */
  private static Optional<ChatMessage> system(Fields owner, String field) {
    List<String> texts = new ArrayList<>();
    for (Fields block : Blocks.of(owner, field)) {
      String text = Blocks.text(block);
      if (!text.startsWith(BILLING_HEADER)) {
        texts.add(text);
      }
    }
    String text = Blocks.joined(texts);
    return text.isEmpty() ? Optional.empty() : Optional.of(ChatMessage.system(text));
  }
}
