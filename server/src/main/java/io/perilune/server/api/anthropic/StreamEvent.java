package io.perilune.server.api.anthropic;

/** The data of an event; its {@code type} is also the event's name. */
sealed interface StreamEvent {
  String type();

  /** The answer begins. */
  record MessageStart(String type, Message message) implements StreamEvent {
    MessageStart(Message message) {
      this("message_start", message);
    }
  }

  /** A block begins; it is still empty. */
  record ContentBlockStart(String type, int index, ContentBlock contentBlock)
      implements StreamEvent {
    ContentBlockStart(int index, ContentBlock contentBlock) {
      this("content_block_start", index, contentBlock);
    }
  }

  /** More of the block that began last. */
  record ContentBlockDelta(String type, int index, Delta delta) implements StreamEvent {
    ContentBlockDelta(int index, Delta delta) {
      this("content_block_delta", index, delta);
    }
  }

  /** The block that began last is complete. */
  record ContentBlockStop(String type, int index) implements StreamEvent {
    ContentBlockStop(int index) {
      this("content_block_stop", index);
    }
  }

  /** How the answer ended, and what it cost in all. */
  record MessageDelta(String type, StopReason delta, Usage usage) implements StreamEvent {
    MessageDelta(StopReason delta, Usage usage) {
      this("message_delta", delta, usage);
    }
  }

  /** The end. */
  record MessageStop(String type) implements StreamEvent {
    MessageStop() {
      this("message_stop");
    }
  }

  /** Says nothing. */
  record Ping(String type) implements StreamEvent {
    Ping() {
      this("ping");
    }
  }

  /** An addition to a block; one of its texts is there, the one that the type calls for. */
  record Delta(String type, String text, String thinking, String signature, String partialJson) {
    static Delta text(String text) {
      return new Delta("text_delta", text, null, null, null);
    }

    static Delta thinking(String text) {
      return new Delta("thinking_delta", null, text, null, null);
    }

    static Delta signature(String text) {
      return new Delta("signature_delta", null, null, text, null);
    }

    static Delta inputJson(String text) {
      return new Delta("input_json_delta", null, null, null, text);
    }
  }
}
