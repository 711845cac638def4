package io.perilune.server.chat;

import io.perilune.toolcall.ChatMessage;
import io.perilune.toolcall.MessageContent;
import io.perilune.toolcall.ToolCall;
import io.perilune.toolcall.ToolDefinition;
import io.perilune.toolcall.json.JsonReader;
import io.perilune.toolcall.json.JsonWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Stands for a conversation up to some message: which tools are offered, who said and called what,
 * whatever the form of its content and the white space of arguments. Ids do not count, because
 * clients change them, and neither does reasoning, because clients drop it.
 *
 * @param sha256 32 bytes
 */
record ConversationDigest(ByteBuffer sha256) {
  /** No message yet, but the tools that are offered, as the client declares them. */
  static ConversationDigest of(List<ToolDefinition> tools) {
    MessageDigest digest = newDigest();
    for (ToolDefinition tool : tools) {
      add(digest, JsonWriter.compact(tool.declaration()));
    }
    return of(digest);
  }

  /** The conversation and one more message. */
  ConversationDigest then(ChatMessage message) {
    MessageDigest digest = newDigest();
    digest.update(sha256.duplicate());
    add(digest, message.role().name());
    add(digest, message.contentIfPresent().map(MessageContent::plainText).orElse(""));
    for (ToolCall call : message.toolCalls()) {
      add(digest, call.name());
      add(
          digest,
          JsonReader.tryRead(call.arguments()).map(JsonWriter::compact).orElse(call.arguments()));
    }
    return of(digest);
  }

  private static ConversationDigest of(MessageDigest digest) {
    return new ConversationDigest(ByteBuffer.wrap(digest.digest()).asReadOnlyBuffer());
  }

  /** Adds a text so that it cannot be confused with what surrounds it. */
  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
